//! Counts by rule and week, where the school wants them: on disk, for nobody but the person. Nothing
//! sends them anywhere.

use lanyard_core::counts::Counts;
use lanyard_core::engine::{Account, Context};
use lanyard_core::finding::Verdict;
use lanyard_core::protocol::Working;
use serde_json::Value;

use super::{Area, Clock, Effect, Host};

/// Name of the counts in storage.
const COUNTS: &str = "counts";

impl Host {
    /// Opens the counts, or erases them where the school does not want them, or wants them no longer.
    pub(super) fn open_counts(&mut self, clock: &dyn Clock) {
        let wanted = match (self.engine(), self.setup.as_ref().map(|setup| setup.working)) {
            (Some(engine), _) => engine.config().counters && !engine.config().shared_account,
            (None, Some(Working::NoPolicy)) => false,
            // A mistake in the policy is no reason to lose them.
            (None, _) => return,
        };
        let context = self.context(clock);
        match self.stored_counts.take() {
            Some(stored) if wanted => {
                let mut counts = Counts::of(Some(stored));
                if counts.purge(&context) {
                    self.write(Area::Local, COUNTS, counts.weeks());
                }
                self.counts = Some(counts);
            }
            Some(_) => self.erase_counts(),
            None if wanted && self.counts.is_none() => self.counts = Some(Counts::default()),
            None if !wanted && self.counts.is_some() => self.erase_counts(),
            None => {}
        }
    }

    pub(super) fn erase_counts(&mut self) {
        if self.counts.take().is_some() | self.stored_counts.take().is_some() {
            self.effects.push(Effect::Remove(Area::Local, vec![COUNTS]));
        }
    }

    /// Counts the rules that speak on a surface and did not before.
    pub(super) fn count(&mut self, id: &str, surface: &str, verdict: &Verdict, context: &Context) {
        if self.counts.is_none() || verdict.findings.is_empty() {
            return;
        }
        // G9: school mail and school services, by the account and by the place.
        let personal = self.site_of(id).is_none_or(|site| site.header.personal);
        let Some(seen) = self.pages.documents.get(id).and_then(|document| document.surfaces.get(surface)) else {
            return;
        };
        let school = |observation| self.engine().is_some_and(|engine| engine.account(observation) == Account::School);
        if personal || !seen.observation.as_ref().is_some_and(school) {
            return;
        }
        let before = seen.verdict.as_ref().map(|verdict| verdict.findings.as_slice()).unwrap_or_default();
        let new = verdict.findings.iter().filter(|new| before.iter().all(|known| known.rule != new.rule));
        let rules: Vec<&str> = new.map(|finding| finding.rule.as_str()).collect();
        let Some(counts) = self.counts.as_mut().filter(|_| !rules.is_empty()) else { return };
        counts.purge(context);
        rules.iter().for_each(|rule| counts.add(rule, context));
        let weeks = Value::Object(counts.weeks().clone());
        self.write(Area::Local, COUNTS, &weeks);
    }
}
