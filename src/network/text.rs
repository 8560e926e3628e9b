//! Short texts that take no memory of their own.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// The most bytes that a text holds in place.
const SHORT: usize = 22;

/// A text that does not change, in 24 bytes: one of up to 22 bytes lies within them, a longer one is shared
/// by its clones. The ids and names of a network's rows; it is used like a `&str`.
///
/// ```
/// use landbridge::Text;
/// let text = Text::from("Aktau");
/// assert!(text == "Aktau" && text.starts_with("Ak") && size_of::<Text>() == 24);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Held);

#[derive(Clone, PartialEq, Eq)]
enum Held {
    /// Zeros follow, so that equal texts are equal here.
    Short {
        length: u8,
        bytes: [u8; SHORT],
    },
    Long(Arc<str>),
}

impl Text {
    /// As a plain text.
    ///
    /// # Panics
    /// Never: a `Text` is made of a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Short { length, bytes } => {
                std::str::from_utf8(&bytes[..usize::from(*length)]).expect("it was made of a text")
            }
            Held::Long(text) => text,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        match u8::try_from(text.len()) {
            Ok(length) if text.len() <= SHORT => {
                let mut bytes = [0; SHORT];
                bytes[..text.len()].copy_from_slice(text.as_bytes());
                Self(Held::Short { length, bytes })
            }
            _ => Self(Held::Long(text.into())),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().to_owned()
    }
}

impl Default for Text {
    fn default() -> Self {
        "".into()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        *self == **other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(other)
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, Text};

    #[test]
    fn texts_of_any_length_come_back() {
        for length in [0, 1, 21, 22, 23, 255, 256, 1000] {
            let text = "é".repeat(length / 2) + &"e".repeat(length % 2);
            let held = Text::from(&text);
            assert_eq!(held, text);
            assert_eq!(matches!(held.0, Held::Short { .. }), length <= 22, "{length}");
        }
    }

    #[test]
    fn texts_are_ordered_and_shown_as_plain_ones() {
        let texts = ["", "a", "ab", "b", "a text of more than twenty-two bytes", "ä"];
        let mut held: Vec<Text> = texts.into_iter().map(Text::from).collect();
        held.sort();
        let mut plain = texts;
        plain.sort_unstable();
        assert_eq!(held, plain);
        assert_eq!(format!("{:>3}{:?}", held[1], held[1]), "  a\"a\"");
    }
}
