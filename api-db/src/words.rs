//! The closed vocabularies of the data files, one enum each. The build script shares this file, so a word exists once.

/// Declares an enum whose variants are spelled by one word each in the data files.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the schema.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word of the data files and of JSON output.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value spelled by `word`, if it is in the vocabulary.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

vocabulary! {
    /// The library that provides a symbol.
    Library {
        /// The C library, as far as extension code needs it.
        C = "c",
        /// NumPy's headers and function tables.
        NumPy = "numpy",
        /// CPython's headers.
        Python = "python",
    }
}

vocabulary! {
    /// What a symbol is in C.
    Kind {
        /// A function, also one that is reached through a function table.
        Function = "function",
        /// A function-like or statement macro.
        Macro = "macro",
        /// A bit or a combination of bits.
        Flag = "flag",
        /// A constant macro.
        Constant = "constant",
        /// A member of an `enum`.
        Enumerator = "enumerator",
        /// A typedef, an enum or a function-pointer type.
        Type = "type",
        /// A struct that user code names.
        Struct = "struct",
        /// A member of a struct.
        Field = "field",
        /// A type or module slot identifier.
        Slot = "slot",
        /// An object: a type object, an exception, a singleton.
        Global = "global",
        /// A macro that the user defines to steer the headers.
        ControlMacro = "control-macro",
    }
}

vocabulary! {
    /// What a call does with the reference that an argument holds.
    Ownership {
        /// Not a reference to an object.
        None = "none",
        /// The caller keeps its reference.
        Borrowed = "borrowed",
        /// One reference passes to the callee, on success and on failure.
        Stolen = "stolen",
        /// One reference passes to the callee if the call succeeds.
        StolenOnSuccess = "stolen-on-success",
        /// One reference of the caller ends.
        Released = "released",
        /// One reference of the caller ends and the variable becomes NULL.
        Cleared = "cleared",
        /// The caller gains one reference.
        Retained = "retained",
        /// The variable's old reference ends and another takes its place.
        Replaced = "replaced",
        /// The variable receives a new reference on success.
        OutNew = "out-new",
        /// The variable receives a borrowed reference on success.
        OutBorrowed = "out-borrowed",
        /// The variable receives a resource that has to be released.
        OutResource = "out-resource",
        /// The variable's reference may be consumed and replaced.
        InOut = "in-out",
        /// The resource ends.
        ConsumedResource = "consumed-resource",
    }
}

vocabulary! {
    /// Who owns a result.
    ResultOwnership {
        /// Not a reference to an object, or no result at all.
        None = "none",
        /// The caller owns one reference.
        New = "new",
        /// Somebody else keeps the object alive.
        Borrowed = "borrowed",
        /// The caller owns something that a particular function ends.
        Resource = "resource",
    }
}

vocabulary! {
    /// What a field of a struct holds that points to an object.
    Holds {
        /// One reference of the struct's own.
        Reference = "reference",
        /// A pointer only; somebody else keeps the object alive.
        Borrowed = "borrowed",
    }
}

vocabulary! {
    /// Whether failure comes with an exception.
    ExceptionOnFailure {
        /// The exception is always set.
        Always = "always",
        /// The exception is never set.
        Never = "never",
        /// It depends on the cause.
        Sometimes = "sometimes",
        /// The failure value is also a legal result: `PyErr_Occurred()` decides.
        Ambiguous = "ambiguous",
    }
}

vocabulary! {
    /// What a call does to the error indicator, its own failure apart.
    ErrorIndicator {
        /// Sets an exception.
        Set = "set",
        /// Clears it.
        Clear = "clear",
        /// Looks at it.
        Read = "read",
        /// Takes it away and hands it to the caller.
        Fetch = "fetch",
        /// Puts an exception of the caller's back.
        Restore = "restore",
    }
}

vocabulary! {
    /// What a call does to a pending write-back.
    WriteBack {
        /// The array has a pending write-back afterwards.
        Opened = "opened",
        /// The write-back has happened.
        Resolved = "resolved",
        /// The write-back will not happen.
        Discarded = "discarded",
    }
}

vocabulary! {
    /// What an out-parameter holds after a failed call.
    OutOnFailure {
        /// NULL.
        Null = "null",
        /// What it held before.
        Unchanged = "unchanged",
        /// Nothing that may be used.
        Undefined = "undefined",
    }
}

vocabulary! {
    /// The mini-language of a format string.
    Format {
        /// `PyArg_Parse*`.
        Parse = "parse",
        /// `Py_BuildValue`.
        Build = "build",
        /// `PyErr_Format`, `PyUnicode_FromFormat`.
        Print = "print",
    }
}

vocabulary! {
    /// What the ownership facts of an entry rest on.
    Evidence {
        /// A test measures reference counts on a running interpreter.
        Measured = "measured",
        /// The library's own annotations say so.
        Annotation = "annotation",
        /// The source was read.
        Read = "read",
    }
}

vocabulary! {
    /// How the text of a macro reads to a parser.
    Reads {
        /// Nothing: an attribute.
        Attribute = "attribute",
        /// As its only argument.
        Wrap = "wrap",
        /// The head of a struct.
        Head = "head",
        /// Opens a block.
        Open = "open",
        /// Closes a block.
        Close = "close",
        /// A whole statement.
        Statement = "statement",
        /// A loop head.
        Loop = "loop",
        /// An expression, as it stands.
        Expression = "expression",
        /// An expression with types among its arguments.
        TypeArguments = "type-arguments",
    }
}

vocabulary! {
    /// Control flow that a macro hides.
    Control {
        /// Always leaves the function.
        Return = "return",
        /// Leaves the function when what it does fails.
        ReturnOnFailure = "return-on-failure",
        /// Leaves the function when its value is not zero.
        ReturnIfNonzero = "return-if-nonzero",
        /// Never comes back.
        NoReturn = "no-return",
    }
}

vocabulary! {
    /// What a hidden return hands back.
    Returned {
        /// Nothing.
        None = "none",
        /// A new reference.
        New = "new",
        /// `NULL`.
        Null = "NULL",
        /// `-1`.
        MinusOne = "-1",
        /// An argument of the macro.
        Argument = "argument",
    }
}
