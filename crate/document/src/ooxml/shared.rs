//! The texts that a workbook's cells share, one after the other in one piece of memory.

use lanyard_core::file::Reason;

use crate::collect::Job;
use crate::limit;
use crate::source::Stop;
use crate::xml::{Token, Xml, add_text};

#[derive(Default)]
pub(super) struct Shared {
    text: String,
    ends: Vec<u32>,
}

impl Shared {
    pub(super) fn read(mut xml: Xml<'_>, job: &mut Job<'_>) -> Result<Self, Stop> {
        let mut shared = Self::default();
        let (mut in_text, mut in_reading) = (false, false);
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
                Token::End(b"si") => shared.ends.push(shared.text.len() as u32),
                words if in_text => {
                    if shared.text.len() > limit::SHARED {
                        job.left_out(Reason::TooLarge);
                        return Ok(shared);
                    }
                    add_text(words, &mut shared.text);
                }
                _ => {}
            }
        }
        Ok(shared)
    }

    pub(super) fn get(&self, n: u32) -> &str {
        let n = n as usize;
        let from = n.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(|end| *end as usize));
        let to = self.ends.get(n).map(|end| *end as usize);
        from.zip(to).and_then(|(from, to)| self.text.get(from..to)).unwrap_or_default()
    }
}
