//! Quotes that do not pair. A reader of CSV takes them as they come, and rows go missing without a word.

/// The first quote that is not closed, or that is closed before its cell ends: its line and what is wrong.
pub(super) fn unpaired_quote(text: &str) -> Option<(u64, &'static str)> {
    let mut signs = text.bytes().peekable();
    let mut line = 1;
    let mut starts_cell = true;
    while let Some(sign) = signs.next() {
        if sign != b'"' || !starts_cell {
            starts_cell = matches!(sign, b',' | b'\n' | b'\r');
            line += u64::from(sign == b'\n');
            continue;
        }
        let opened = line;
        loop {
            match signs.next() {
                None => return Some((opened, "the quote that opens here is never closed")),
                // a quote inside a quoted cell is written twice
                Some(b'"') if signs.next_if_eq(&b'"').is_none() => break,
                Some(sign) => line += u64::from(sign == b'\n'),
            }
        }
        if signs.peek().is_some_and(|sign| !matches!(sign, b',' | b'\n' | b'\r' | b' ')) {
            return Some((opened, "a quoted cell that opens here goes on after its closing quote"));
        }
        starts_cell = false;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::unpaired_quote;

    #[test]
    fn pairs_pass_and_odd_ones_are_placed() {
        for good in ["a,b\n1,2\n", "\"a\",\"b \"\"c\"\"\"\r\n\"1\n2\",3", "12\" pipe,x\n", "", "\"\",\"\"\n"] {
            assert_eq!(unpaired_quote(good), None, "{good}");
        }
        assert_eq!(unpaired_quote("a\n\"b\nc\n").unwrap().0, 2);
        assert_eq!(unpaired_quote("a\n\n\"b\nc\"d\n").unwrap().0, 3);
        assert_eq!(unpaired_quote("\"x\n\"\n\"\"\"").unwrap().0, 3);
    }
}
