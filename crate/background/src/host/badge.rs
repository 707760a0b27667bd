//! How many warnings stand on a tab, as a number on Lanyard's icon: only for somebody who has switched it on, and none
//! while others may see the screen (G5).

use super::list::List;
use super::{Area, Clock, Effect, Host};

#[derive(Debug, Default)]
pub(super) struct Badge {
    pub(super) on: bool,
    /// What stands on the icon, by tab. A worker that has just started does not know.
    pub(super) told: List<i32, usize>,
}

impl Host {
    /// Has the icon say what stands on each tab, where that has changed.
    pub(super) fn count_on_icon(&mut self, clock: &dyn Clock) {
        if !self.badge.on {
            return;
        }
        let quiet = self.quiet(clock);
        let mut counts: List<i32, usize> = List::default();
        for (_, document) in self.pages.documents.iter().filter(|(_, document)| document.is_at_work()) {
            let seen = document.surfaces.iter().filter(|(_, seen)| !seen.quiet && !quiet);
            let found = seen.map(|(_, seen)| seen.shown.len()).sum::<usize>();
            let known = counts.get(&document.tab).copied().unwrap_or_default();
            counts.put(document.tab, known + found);
        }
        for (tab, _) in self.badge.told.iter().filter(|(tab, told)| **told > 0 && counts.get(tab).is_none()) {
            self.effects.push(Effect::Badge(*tab, 0));
        }
        for (tab, count) in counts.iter().filter(|(tab, count)| self.badge.told.get(tab) != Some(*count)) {
            self.effects.push(Effect::Badge(*tab, *count));
        }
        self.badge.told = counts;
    }

    /// The person wants the number, or does not want it any more.
    pub(super) fn switch_badge(&mut self, on: bool) {
        self.badge.on = on;
        let area = self.answers.area.unwrap_or(Area::Session);
        self.write(area, "badge", &on);
        if !on {
            self.clear_icons();
        }
    }

    /// Nothing stands on any icon: this worker may not know of all that do.
    pub(super) fn clear_icons(&mut self) {
        self.badge.told = List::default();
        self.effects.push(Effect::NoBadges);
    }
}
