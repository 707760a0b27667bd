//! Where in a JSON text a key path stands. serde_json forgets places once it has read a value,
//! and most of what is wrong with an input is noticed only then.

/// Line and column, from 1, in characters.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Offset of the key or entry that `path` leads to, or of the last one on the way that is there.
pub(crate) fn find(text: &str, path: &str) -> usize {
    let mut scan = Scan { text: text.as_bytes(), at: 0 };
    scan.space();
    let mut found = scan.at;
    let mut rest = path;
    while !rest.is_empty() {
        let step = match rest.strip_prefix('[') {
            Some(inside) => {
                let Some((index, tail)) = inside.split_once(']') else { break };
                rest = tail;
                index.parse().ok().and_then(|index| scan.entry(index))
            }
            None => {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, tail) = rest.split_at(end);
                rest = tail;
                scan.key(key)
            }
        };
        let Some(at) = step else { break };
        found = at;
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    found
}

/// Walks over JSON that is known to be good.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to the value of a key; the offset of the key itself. The console's `{"Value": …}`
    /// around a value is looked through.
    fn key(&mut self, wanted: &str) -> Option<usize> {
        let start = self.at;
        if let Some(at) = self.key_here(wanted) {
            return Some(at);
        }
        self.at = start;
        self.key_here("Value")?;
        self.key_here(wanted)
    }

    fn key_here(&mut self, wanted: &str) -> Option<usize> {
        self.take(b'{')?;
        loop {
            self.space();
            let at = self.at;
            let name: String = serde_json::from_slice(self.string()?).ok()?;
            self.space();
            self.take(b':')?;
            self.space();
            if name == wanted {
                return Some(at);
            }
            self.skip()?;
            self.space();
            self.take(b',')?;
        }
    }

    /// Goes to an entry of a list; its offset.
    fn entry(&mut self, index: usize) -> Option<usize> {
        self.take(b'[')?;
        for _ in 0..index {
            self.space();
            self.skip()?;
            self.space();
            self.take(b',')?;
        }
        self.space();
        (self.peek() != Some(b']')).then_some(self.at)
    }

    /// A string with its quotation marks.
    fn string(&mut self) -> Option<&[u8]> {
        let start = self.at;
        self.take(b'"')?;
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return self.text.get(start..self.at);
                }
                _ => self.at += 1,
            }
        }
    }

    /// Over a whole value. Counts brackets instead of calling itself: depth is not ours to trust.
    fn skip(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    if depth == 0 {
                        return Some(());
                    }
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        return Some(());
                    }
                    continue;
                }
                b',' if depth == 0 => return Some(()),
                _ => self.at += 1,
            }
            if depth == 0 && self.peek().is_none_or(|byte| matches!(byte, b',' | b'}' | b']')) {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "{\n  \"a\": [1, {\"b\": \"}\\\"\", \"ć\": {}}, []],\n  \"rules\": {\"Value\": {\"x-y\": {\"z\": true}}}\n}\n";

    #[track_caller]
    fn at(path: &str, line: usize, column: usize) {
        assert_eq!(position(TEXT, find(TEXT, path)), (line, column), "{path}");
    }

    #[test]
    fn paths_lead_to_keys_and_entries() {
        at("", 1, 1);
        at("a", 2, 3);
        at("a[0]", 2, 9);
        at("a[1].b", 2, 13);
        at("a[1].ć", 2, 25);
        at("a[2]", 2, 35);
        at("rules.x-y.z", 3, 31);
    }

    #[test]
    fn a_path_that_leads_nowhere_stops_on_the_way() {
        at("a[1].none.deeper", 2, 12);
        at("a[7]", 2, 3);
        at("none", 1, 1);
        at("a[1].b.c[0]", 2, 13);
        at("a[x", 2, 3);
    }

    #[test]
    fn nothing_panics_on_what_is_no_json() {
        for text in ["", "{", "[", "{\"a", "{\"a\":", "[1,", "\"\\", "{}", "ć"] {
            for path in ["", "a", "a.b", "[0]", "[1][2]", "a[0].b"] {
                let _ = position(text, find(text, path));
            }
        }
    }
}
