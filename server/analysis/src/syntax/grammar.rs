//! Node kinds and fields of the two grammars as numbers, so that no text is compared while trees are walked.

use std::num::NonZeroU16;
use std::sync::OnceLock;

use tree_sitter::Node;

use super::Language;

/// Declares the node kinds that the analysis looks at.
macro_rules! kinds {
    ($($variant:ident = $name:literal,)+) => {
        /// The kind of a syntax node, as far as the analysis tells them apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
            /// Any other named node.
            Other,
            /// Punctuation and keywords.
            Token,
        }

        impl Kind {
            fn of_name(name: &str) -> Self {
                match name { $($name => Self::$variant,)+ _ => Self::Other }
            }
        }
    };
}

kinds! {
    ArgumentList = "argument_list",
    ArrayDeclarator = "array_declarator",
    AssignmentExpression = "assignment_expression",
    AttributedStatement = "attributed_statement",
    BinaryExpression = "binary_expression",
    BreakStatement = "break_statement",
    CallExpression = "call_expression",
    CaseStatement = "case_statement",
    CastExpression = "cast_expression",
    CatchClause = "catch_clause",
    CharLiteral = "char_literal",
    CommaExpression = "comma_expression",
    Comment = "comment",
    CompoundLiteral = "compound_literal_expression",
    CompoundStatement = "compound_statement",
    ConcatenatedString = "concatenated_string",
    ConditionClause = "condition_clause",
    ConditionalExpression = "conditional_expression",
    ContinueStatement = "continue_statement",
    Declaration = "declaration",
    DeleteExpression = "delete_expression",
    DoStatement = "do_statement",
    ElseClause = "else_clause",
    ExpressionStatement = "expression_statement",
    False = "false",
    FieldExpression = "field_expression",
    FieldIdentifier = "field_identifier",
    ForRangeLoop = "for_range_loop",
    ForStatement = "for_statement",
    FunctionDeclarator = "function_declarator",
    FunctionDefinition = "function_definition",
    GotoStatement = "goto_statement",
    Identifier = "identifier",
    IfStatement = "if_statement",
    InitDeclarator = "init_declarator",
    InitStatement = "init_statement",
    InitializerList = "initializer_list",
    InitializerPair = "initializer_pair",
    LabeledStatement = "labeled_statement",
    LambdaExpression = "lambda_expression",
    MacroTypeSpecifier = "macro_type_specifier",
    NewExpression = "new_expression",
    Null = "null",
    NumberLiteral = "number_literal",
    ParameterDeclaration = "parameter_declaration",
    ParameterList = "parameter_list",
    ParenthesizedDeclarator = "parenthesized_declarator",
    ParenthesizedExpression = "parenthesized_expression",
    PointerDeclarator = "pointer_declarator",
    PointerExpression = "pointer_expression",
    PreprocCall = "preproc_call",
    PreprocDef = "preproc_def",
    PreprocElif = "preproc_elif",
    PreprocElse = "preproc_else",
    PreprocFunctionDef = "preproc_function_def",
    PreprocIf = "preproc_if",
    PreprocIfdef = "preproc_ifdef",
    PreprocInclude = "preproc_include",
    PrimitiveType = "primitive_type",
    QualifiedIdentifier = "qualified_identifier",
    ReferenceDeclarator = "reference_declarator",
    ReturnStatement = "return_statement",
    SehTry = "seh_try_statement",
    SizedType = "sized_type_specifier",
    SizeofExpression = "sizeof_expression",
    StatementIdentifier = "statement_identifier",
    StorageClass = "storage_class_specifier",
    StringLiteral = "string_literal",
    StructSpecifier = "struct_specifier",
    SubscriptArgumentList = "subscript_argument_list",
    SubscriptExpression = "subscript_expression",
    SwitchStatement = "switch_statement",
    TemplateFunction = "template_function",
    ThrowStatement = "throw_statement",
    True = "true",
    TryStatement = "try_statement",
    TypeDefinition = "type_definition",
    TypeDescriptor = "type_descriptor",
    TypeIdentifier = "type_identifier",
    UnaryExpression = "unary_expression",
    UpdateExpression = "update_expression",
    WhileStatement = "while_statement",
    Error = "ERROR",
}

/// Declares the fields that the analysis asks for.
macro_rules! fields {
    ($($name:ident = $text:literal,)+) => {
        /// The fields of a grammar as numbers.
        #[derive(Clone, Copy, Debug)]
        pub struct Fields { $(#[doc = concat!("`", $text, "`")] pub $name: Option<NonZeroU16>,)+ }

        impl Fields {
            fn of(grammar: &tree_sitter::Language) -> Self {
                Self { $($name: grammar.field_id_for_name($text),)+ }
            }
        }
    };
}

fields! {
    alternative = "alternative",
    argument = "argument",
    arguments = "arguments",
    body = "body",
    condition = "condition",
    consequence = "consequence",
    declarator = "declarator",
    designator = "designator",
    field = "field",
    function = "function",
    index = "index",
    initializer = "initializer",
    label = "label",
    left = "left",
    name = "name",
    operator = "operator",
    parameters = "parameters",
    right = "right",
    type_ = "type",
    update = "update",
    value = "value",
}

/// The kind that the parser gives in every grammar to what it could not read.
const ERROR_KIND: u16 = u16::MAX;

/// One grammar with its kinds and fields.
#[derive(Debug)]
pub struct Grammar {
    /// The grammar itself.
    pub language: tree_sitter::Language,
    /// The fields.
    pub fields: Fields,
    kinds: Vec<Kind>,
}

impl Grammar {
    /// The grammar of a language.
    pub fn of(language: Language) -> &'static Self {
        static C: OnceLock<Grammar> = OnceLock::new();
        static CPP: OnceLock<Grammar> = OnceLock::new();
        match language {
            Language::C => C.get_or_init(|| Self::load(tree_sitter_c::LANGUAGE.into())),
            Language::Cpp => CPP.get_or_init(|| Self::load(tree_sitter_cpp::LANGUAGE.into())),
        }
    }

    fn load(language: tree_sitter::Language) -> Self {
        let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let kind = |id: u16| match language.node_kind_for_id(id) {
            Some(name) if language.node_kind_is_named(id) => Kind::of_name(name),
            _ => Kind::Token,
        };
        Self { kinds: (0..count).map(kind).collect(), fields: Fields::of(&language), language }
    }

    /// The kind of a node of this grammar.
    pub fn kind(&self, node: Node<'_>) -> Kind {
        match node.kind_id() {
            ERROR_KIND => Kind::Error,
            known => self.kinds.get(usize::from(known)).copied().unwrap_or(Kind::Other),
        }
    }

    /// The child in a field.
    pub fn child<'tree>(&self, node: Node<'tree>, field: fn(&Fields) -> Option<NonZeroU16>) -> Option<Node<'tree>> {
        node.child_by_field_id(field(&self.fields)?.get())
    }
}

/// The named children of a node without comments, in order.
pub fn named_children<'tree>(grammar: &Grammar, node: Node<'tree>) -> Vec<Node<'tree>> {
    let mut cursor = node.walk();
    let mut children = Vec::with_capacity(node.named_child_count());
    if cursor.goto_first_child() {
        loop {
            let child = cursor.node();
            if !matches!(grammar.kind(child), Kind::Token | Kind::Comment) {
                children.push(child);
            }
            if !cursor.goto_next_sibling() {
                break;
            }
        }
    }
    children
}
