//! The person's own numbers and addresses: they save them in the handbook, and they are kept as hashes
//! in the place where answers are. What was typed is dropped with the message that brought it.

use lanyard_core::engine::Engine;

use super::pages::Document;
use super::pieces::{Piece, surfaces};
use super::{Clock, Host};

impl Host {
    /// Whether some rule looks for them: nobody is asked for what nothing needs.
    pub(super) fn looks_for_own(&self) -> bool {
        self.engine().is_some_and(Engine::wants_own)
    }

    pub(super) fn add_own(&mut self, request: u32, text: &str, clock: &dyn Clock) {
        // An address of the school is nobody's own.
        let ours = self.engine().is_some_and(|engine| engine.config().is_school_address(text.trim()));
        // What reads a message reads them, too, so that the two agree.
        let wanted = self.looks_for_own() && !ours && self.is_there(Piece::Surfaces);
        let kept = wanted && surfaces::add_own(self, text);
        self.keep_own(request, kept, clock);
    }

    /// Erases one of them, or an answer: the same question is then asked again.
    pub(super) fn forget(&mut self, request: u32, key: &str, clock: &dyn Clock) {
        if self.answers.memory.erase(key) {
            self.keep_answers();
        }
        self.keep_own(request, true, clock);
    }

    /// Erases everything that is the person's. What was asked and answered is asked again.
    pub(super) fn clear(&mut self, request: u32, clock: &dyn Clock) {
        self.forget_answers();
        if let Some(shared) = self.engine().map(|engine| engine.config().shared_account) {
            self.open_memory(shared, clock);
        }
        self.open_counts(clock);
        self.judge_open(clock);
        self.reply_ok(request, true);
    }

    /// Judges what is open anew. Where nothing has been judged yet, nothing is.
    pub(super) fn judge_open(&mut self, clock: &dyn Clock) {
        let judged = |document: &Document| document.surfaces.iter().any(|(_, seen)| seen.observation.is_some());
        let any = self.pages.documents.iter().any(|(_, document)| judged(document));
        if any && self.is_there(Piece::Surfaces) {
            surfaces::judge_all(self, clock);
        }
    }

    /// Writes them before the page hears of it, and judges what is open by them.
    fn keep_own(&mut self, request: u32, changed: bool, clock: &dyn Clock) {
        let area = self.answers.area.filter(|_| changed);
        if let Some(area) = area {
            let own = self.answers.memory.own();
            self.write(area, "own", &own);
            self.judge_open(clock);
        }
        self.reply_ok(request, area.is_some());
    }
}
