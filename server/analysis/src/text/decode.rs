//! From bytes to text and back without loss.

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// Valid UTF-8.
    Utf8,
    /// Not UTF-8: each byte is read as the Latin-1 character of its value, so that writing it back restores the file.
    Latin1,
}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The characters.
    pub text: String,
    /// How they were encoded.
    pub encoding: TextEncoding,
}

/// Reads bytes as text; never fails.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, encoding: TextEncoding::Utf8 },
        Err(error) => {
            let text = error.as_bytes().iter().map(|&byte| char::from(byte)).collect();
            Decoded { text, encoding: TextEncoding::Latin1 }
        }
    }
}

/// The bytes of a text. `None` where a character does not exist in the encoding.
pub fn encode(text: &str, encoding: TextEncoding) -> Option<Vec<u8>> {
    match encoding {
        TextEncoding::Utf8 => Some(text.as_bytes().to_vec()),
        TextEncoding::Latin1 => text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_survives_a_round_trip() {
        let bytes = b"/* caf\xe9 */".to_vec();
        let decoded = decode(bytes.clone());
        assert_eq!(decoded.encoding, TextEncoding::Latin1);
        assert_eq!(decoded.text, "/* café */");
        assert_eq!(encode(&decoded.text, decoded.encoding), Some(bytes));
    }

    #[test]
    fn latin_1_cannot_hold_every_character() {
        assert_eq!(encode("€", TextEncoding::Latin1), None);
    }
}
