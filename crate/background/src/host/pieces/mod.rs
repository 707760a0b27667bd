//! What of the worker is loaded when it is first needed.
//!
//! The build takes the functions in `surfaces` and `answers`, and whatever only they need, out of the
//! worker's Wasm and makes a module of each (`crate/xtask/src/split`). They are ways in: never inlined, called
//! from nowhere but where [`Host::is_there`] says that the piece is there. [`Host::needs`] says which one has to
//! be loaded before an event, so that events stay in order.

pub(super) mod answers;
pub(super) mod surfaces;

use lanyard_core::protocol::FromPage;

use super::{Effect, Event, Host};

/// A piece of the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What reads and judges what pages see.
    Surfaces,
    /// What answers the extension's own pages.
    Answers,
}

impl Piece {
    /// Name of its file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Surfaces => "surfaces",
            Self::Answers => "answers",
        }
    }
}

/// What is known of each piece.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// `None` where nobody has needed it yet, `Some(false)` where it cannot be loaded.
    there: [Option<bool>; 2],
    /// It has been asked for beforehand.
    prepared: [bool; 2],
}

impl Host {
    /// The piece that has to be loaded before the host hears this event.
    #[must_use]
    pub fn needs(&self, event: &Event) -> Option<Piece> {
        let unknown = |piece: &Piece| self.state(*piece).is_none();
        match event {
            Event::Said(_, json) => (!FromPage::is_opening(json)).then_some(Piece::Surfaces).filter(unknown),
            Event::Sized(..) | Event::Looked(..) | Event::Frame(..) | Event::Stayed(_) | Event::Page(..) => {
                Some(Piece::Surfaces).filter(unknown)
            }
            Event::Asked(..)
            | Event::Shortcut(_)
            | Event::Tab(..)
            | Event::Called(..)
            | Event::Waited(_)
            | Event::Settled => {
                // A page on a list is judged for the answer, and what is the person's own is read as a message is.
                let reads = match event {
                    Event::Asked(_, _, json) => json.contains("ownAdd"),
                    _ => self.asks_of_list(event),
                };
                let surfaces = || Some(Piece::Surfaces).filter(|_| reads);
                Some(Piece::Answers).filter(unknown).or_else(|| surfaces().filter(unknown))
            }
            _ => None,
        }
    }

    /// A piece has been loaded, or cannot be: then what needs it is left out, and said to be.
    pub fn loaded(&mut self, piece: Piece, there: bool) {
        self.pieces.there[piece as usize] = Some(there);
    }

    /// Has a piece fetched that will be needed soon, so that nobody waits for it then.
    pub(super) fn prepare(&mut self, piece: Piece) {
        if self.state(piece).is_none() && !std::mem::replace(&mut self.pieces.prepared[piece as usize], true) {
            self.effects.push(Effect::Prepare(piece));
        }
    }

    pub(super) fn is_there(&self, piece: Piece) -> bool {
        let state = self.state(piece);
        debug_assert!(state.is_some(), "{piece:?} is needed, and nobody knew");
        state == Some(true)
    }

    /// Whether a piece could not be loaded.
    pub(super) fn lacks(&self, piece: Piece) -> bool {
        self.state(piece) == Some(false)
    }

    fn state(&self, piece: Piece) -> Option<bool> {
        self.pieces.there[piece as usize]
    }
}
