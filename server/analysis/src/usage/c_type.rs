//! C types, as far as rules ask: what stands before the declarator, and how many pointers.

use std::borrow::Cow;

/// A C type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CType<'a> {
    /// The type without qualifiers and declarator, words one space apart: `unsigned long`, `PyObject`, `struct thing`.
    pub name: Cow<'a, str>,
    /// How many pointers lead to it; an array counts as one.
    pub pointers: usize,
    /// Whether the outermost of the pointers is an array.
    pub is_array: bool,
}

/// The widths of C's types on a kind of platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DataModel {
    /// 64-bit Linux and macOS: `long` and pointers have 64 bits.
    Lp64,
    /// 64-bit Windows: pointers have 64 bits, `long` has 32.
    Llp64,
    /// 32-bit platforms: `long` and pointers have 32 bits.
    Ilp32,
}

impl DataModel {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Lp64, Self::Llp64, Self::Ilp32];

    /// The name that texts on portability use.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Lp64 => "64-bit Linux and macOS",
            Self::Llp64 => "64-bit Windows",
            Self::Ilp32 => "32-bit platforms",
        }
    }

    const fn long(self) -> u32 {
        match self {
            Self::Lp64 => 64,
            Self::Llp64 | Self::Ilp32 => 32,
        }
    }

    const fn pointer(self) -> u32 {
        match self {
            Self::Lp64 | Self::Llp64 => 64,
            Self::Ilp32 => 32,
        }
    }
}

/// How a number is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// An integer of so many bits.
    Integer {
        /// The bits.
        bits: u32,
        /// Whether it can be negative.
        is_signed: bool,
    },
    /// A floating-point number of so many bits.
    Floating {
        /// The bits; 80 for `long double`, whatever its padding.
        bits: u32,
    },
}

impl Width {
    /// The width in which a number of this width is passed to a function without a prototype for it.
    pub(crate) fn promoted(self) -> Self {
        match self {
            Self::Integer { bits, .. } if bits < 32 => Self::Integer { bits: 32, is_signed: true },
            Self::Floating { bits: 32 } => Self::Floating { bits: 64 },
            wide => wide,
        }
    }

    /// The width of a sum of numbers of two widths.
    pub(crate) fn with(self, other: Self) -> Self {
        match (self.promoted(), other.promoted()) {
            (Self::Floating { bits: left }, Self::Floating { bits: right }) => Self::Floating { bits: left.max(right) },
            (floating @ Self::Floating { .. }, _) | (_, floating @ Self::Floating { .. }) => floating,
            (Self::Integer { bits: left, is_signed: sign }, Self::Integer { bits: right, is_signed: other_sign }) => {
                let is_signed = match left.cmp(&right) {
                    std::cmp::Ordering::Less => other_sign,
                    std::cmp::Ordering::Equal => sign && other_sign,
                    std::cmp::Ordering::Greater => sign,
                };
                Self::Integer { bits: left.max(right), is_signed }
            }
        }
    }

    /// Whether numbers of both widths are kept in the same way, their signs apart.
    pub(crate) fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Integer { bits, .. }, Self::Integer { bits: other, .. })
            | (Self::Floating { bits }, Self::Floating { bits: other }) => bits == other,
            _ => false,
        }
    }
}

impl<'a> CType<'a> {
    /// A type as it stands before a declarator.
    pub(crate) fn named(text: &'a str) -> Self {
        Self { name: normalised(text), pointers: 0, is_array: false }
    }

    /// A type as C text with its pointers: `PyObject *`, `const char **`.
    pub(crate) fn parse(text: &'a str) -> Self {
        let pointers = text.matches('*').count();
        let name = text.split('*').next().unwrap_or(text);
        Self { name: normalised(name), pointers, is_array: false }
    }

    /// The type that a pointer of this type leads to; `None` where it is no pointer.
    pub(crate) fn pointed_to(&self) -> Option<Self> {
        let pointers = self.pointers.checked_sub(1)?;
        Some(Self { name: self.name.clone(), pointers, is_array: false })
    }

    /// The type of the address of a value of this type.
    pub(crate) fn address(&self) -> Self {
        Self { name: self.name.clone(), pointers: self.pointers + 1, is_array: false }
    }

    /// Whether it is a pointer to a type with a name.
    pub(crate) fn is_pointer_to(&self, name: &str) -> bool {
        self.pointers == 1 && self.name == name
    }

    /// How a number of this type is kept; `None` for pointers and for types whose width is not known.
    pub(crate) fn width(&self, model: DataModel) -> Option<Width> {
        if self.pointers > 0 {
            return None;
        }
        let signed = |bits| Some(Width::Integer { bits, is_signed: true });
        let unsigned = |bits| Some(Width::Integer { bits, is_signed: false });
        let floating = |bits| Some(Width::Floating { bits });
        match self.name.as_ref() {
            "char" | "signed char" | "int8_t" | "npy_int8" | "npy_byte" => signed(8),
            "unsigned char" | "uint8_t" | "npy_uint8" | "npy_ubyte" | "npy_bool" | "bool" | "_Bool" => unsigned(8),
            "short" | "short int" | "signed short" | "int16_t" | "npy_int16" | "npy_short" => signed(16),
            "unsigned short" | "unsigned short int" | "uint16_t" | "npy_uint16" | "npy_ushort" | "npy_half"
            | "npy_float16" => unsigned(16),
            "int" | "signed" | "signed int" | "int32_t" | "npy_int32" | "npy_int" => signed(32),
            "unsigned" | "unsigned int" | "uint32_t" | "npy_uint32" | "npy_uint" => unsigned(32),
            "long" | "long int" | "signed long" | "npy_long" => signed(model.long()),
            "unsigned long" | "unsigned long int" | "npy_ulong" => unsigned(model.long()),
            "long long" | "long long int" | "int64_t" | "npy_int64" | "npy_longlong" | "PY_LONG_LONG" => signed(64),
            "unsigned long long" | "uint64_t" | "npy_uint64" | "npy_ulonglong" => unsigned(64),
            "Py_ssize_t" | "ssize_t" | "npy_intp" | "intptr_t" | "ptrdiff_t" | "Py_hash_t" | "npy_hash_t" => {
                signed(model.pointer())
            }
            "size_t" | "npy_uintp" | "uintptr_t" => unsigned(model.pointer()),
            "float" | "npy_float" | "npy_float32" => floating(32),
            "double" | "npy_double" | "npy_float64" => floating(64),
            "long double" | "npy_longdouble" => floating(80),
            _ => None,
        }
    }
}

impl std::fmt::Display for CType<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let stars = self.pointers - usize::from(self.is_array);
        let space = if stars > 0 { " " } else { "" };
        write!(formatter, "{}{space}{}{}", self.name, "*".repeat(stars), if self.is_array { "[]" } else { "" })
    }
}

/// A type's words one space apart, without qualifiers, `unsigned` first.
fn normalised(text: &str) -> Cow<'_, str> {
    let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_word(text) && !is_qualifier(text) {
        return Cow::Borrowed(text);
    }
    let mut words: Vec<&str> = text.split_whitespace().filter(|word| !is_qualifier(word)).collect();
    // `long unsigned int` is `unsigned long int`.
    words.sort_by_key(|word| match *word {
        "unsigned" | "signed" => 0,
        "int" => 2,
        _ => 1,
    });
    Cow::Owned(words.join(" "))
}

fn is_qualifier(word: &str) -> bool {
    matches!(word, "const" | "volatile" | "restrict" | "static" | "register" | "extern" | "inline" | "NPY_INLINE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pointers() {
        let parsed = CType::parse("const long  unsigned int **");
        assert_eq!((parsed.name.as_ref(), parsed.pointers), ("unsigned long int", 2));
        assert_eq!(parsed.to_string(), "unsigned long int **");
        assert_eq!(CType::named("npy_intp").address().to_string(), "npy_intp *");
        assert!(CType::parse("PyObject *").is_pointer_to("PyObject"));
    }

    #[test]
    fn widths_depend_on_the_platform() {
        let bits = |name: &'static str, model| match CType::named(name).width(model) {
            Some(Width::Integer { bits, .. } | Width::Floating { bits }) => bits,
            None => 0,
        };
        assert_eq!(DataModel::ALL.map(|model| bits("long", model)), [64, 32, 32]);
        assert_eq!(DataModel::ALL.map(|model| bits("npy_intp", model)), [64, 64, 32]);
        assert_eq!(DataModel::ALL.map(|model| bits("int", model)), [32, 32, 32]);
        assert_eq!(CType::parse("int *").width(DataModel::Lp64), None);
    }
}
