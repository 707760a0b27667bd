//! The texts that a workbook's cells share, one after the other in a few pieces of memory: one
//! long piece would be copied, and held twice, whenever it grew.

use lanyard_core::file::Reason;

use crate::collect::Job;
use crate::limit;
use crate::source::Stop;
use crate::xml::{Token, Xml, add_text};

/// Size of a piece. No text of a cell is longer than 32,767 characters.
const PIECE: usize = 256 << 10;

#[derive(Default)]
pub(super) struct Shared {
    pieces: Vec<String>,
    /// Where each text ends: in which piece, and where there.
    ends: Vec<u32>,
}

impl Shared {
    pub(super) fn read(mut xml: Xml<'_>, job: &mut Job<'_>) -> Result<Self, Stop> {
        let mut shared = Self::default();
        let (mut in_text, mut in_reading) = (false, false);
        let mut words = String::new();
        while let Some(token) = xml.next()? {
            match token {
                Token::Start(tag) => match tag.name {
                    b"t" => in_text = !in_reading,
                    // How a text is read aloud, in East Asian scripts.
                    b"rPh" => in_reading = true,
                    _ => {}
                },
                Token::End(b"t") => in_text = false,
                Token::End(b"rPh") => in_reading = false,
                Token::End(b"si") => {
                    if shared.pieces.len() * PIECE > limit::SHARED {
                        job.left_out(Reason::TooLarge);
                        return Ok(shared);
                    }
                    shared.add(&words);
                    words.clear();
                }
                text if in_text && words.len() < PIECE / 2 => add_text(text, &mut words),
                _ => {}
            }
        }
        Ok(shared)
    }

    fn add(&mut self, text: &str) {
        let fits = self.pieces.last().is_some_and(|piece| piece.len() + text.len() <= PIECE);
        if !fits {
            self.pieces.push(String::with_capacity(PIECE));
        }
        let at = self.pieces.len().saturating_sub(1);
        if let Some(piece) = self.pieces.last_mut().filter(|piece| piece.len() + text.len() <= PIECE) {
            piece.push_str(text);
            // The end of a full piece would be the beginning of the next.
            self.ends.push((at * (PIECE + 1) + piece.len()) as u32);
        } else {
            self.ends.push((at * (PIECE + 1)) as u32);
        }
    }

    pub(super) fn get(&self, n: u32) -> &str {
        let n = n as usize;
        let split = |end: &u32| (*end as usize / (PIECE + 1), *end as usize % (PIECE + 1));
        let Some((piece, to)) = self.ends.get(n).map(split) else { return "" };
        let before = n.checked_sub(1).and_then(|before| self.ends.get(before)).map(split);
        let from = before.filter(|(other, _)| *other == piece).map_or(0, |(_, from)| from);
        self.pieces.get(piece).and_then(|text| text.get(from..to)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_across_pieces() {
        let mut shared = Shared::default();
        let texts: Vec<String> = (0..40_usize).map(|n| n.to_string().repeat(n * 997 % 50_000)).collect();
        for text in &texts {
            shared.add(text);
        }
        assert!(shared.pieces.len() > 2);
        for (n, text) in texts.iter().enumerate() {
            assert_eq!(shared.get(n as u32), text, "{n}");
        }
        assert_eq!(shared.get(40), "");
    }
}
