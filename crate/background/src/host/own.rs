//! The person's own numbers and addresses: they save them in the handbook, and they are kept as hashes
//! in the place where answers are. What was typed is dropped with the message that brought it.

use lanyard_core::engine::Engine;

use super::{Clock, Host};

impl Host {
    /// Whether some rule looks for them: nobody is asked for what nothing needs.
    pub(super) fn looks_for_own(&self) -> bool {
        self.engine().is_some_and(Engine::wants_own)
    }

    pub(super) fn add_own(&mut self, request: u32, text: &str, clock: &dyn Clock) {
        // An address of the school is nobody's own.
        let ours = self.engine().is_some_and(|engine| engine.config().is_school_address(text.trim()));
        let kept = self.looks_for_own() && !ours && self.answers.memory.add_own(text);
        self.keep_own(request, kept, clock);
    }

    pub(super) fn forget_own(&mut self, request: u32, id: &str, clock: &dyn Clock) {
        self.answers.memory.forget_own(id);
        self.keep_own(request, true, clock);
    }

    /// Writes them before the page hears of it, and judges what is open by them.
    fn keep_own(&mut self, request: u32, changed: bool, clock: &dyn Clock) {
        let area = self.answers.area.filter(|_| changed);
        if let Some(area) = area {
            let own = self.answers.memory.own();
            self.write(area, "own", &own);
            self.judge_others("", "", clock);
        }
        self.reply_ok(request, area.is_some());
    }
}
