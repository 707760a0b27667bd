//! What the person may see of what Lanyard sees, and what support asks about.

use lanyard_core::engine::Engine;
use lanyard_core::observation::Observation;
use lanyard_core::protocol::Looked;

use super::popup::{Asked, label_key};
use super::{Clock, Host};

impl Host {
    /// What was judged last on every surface of a tab, as it is in memory: nothing is kept for this. A
    /// `SeesState` as JSON, put together from references.
    pub(super) fn sees(&self, asked: &Asked, clock: &dyn Clock) -> String {
        let state = serde_json::to_string(&self.popup_state(asked, clock)).unwrap_or_default();
        let mut observed = String::new();
        let mut at_work = false;
        for document in self.pages.of_tab(asked.tab).filter(|document| document.is_at_work()) {
            at_work = true;
            for (_, seen) in document.surfaces.iter() {
                seen.observation.iter().for_each(|one| self.put_observed(&mut observed, one));
            }
        }
        let address = asked.address.as_ref().and_then(Option::as_deref).filter(|_| !at_work);
        address.and_then(|address| self.visit(address)).iter().for_each(|one| self.put_observed(&mut observed, one));
        format!("{{\"state\":{state},\"observed\":[{observed}]}}")
    }

    fn put_observed(&self, all: &mut String, one: &Observation) {
        let protected = self.engine().is_some_and(|engine| engine.is_protected(one));
        let comma = if all.is_empty() { "" } else { "," };
        let json = one.json();
        *all += &format!("{comma}{{\"protected\":{protected},\"observation\":{json}}}");
    }

    /// What support asks about, a `HealthState` as JSON. What people do in their own mail, on social networks
    /// and in chats is not in it, nor that they are there (G9): of open pages, only those on hosts that the
    /// school has named as its own, or with a school account on them. Exemptions are left out: one may be a
    /// single person's.
    pub(super) fn health(&self, asked: &Asked, clock: &dyn Clock) -> String {
        let mut state = self.popup_state(asked, clock);
        let mut unread = Vec::new();
        let mut people = None;
        if let Some(setup) = &self.setup {
            state.notes.clone_from(&setup.notes);
            people = setup.engine.as_ref().and_then(Engine::roster).map(|roster| roster.people());
            for (id, document) in self.pages.documents.iter().filter(|(_, document)| document.is_at_work()) {
                if !self.is_schools_place(id) {
                    continue;
                }
                for (surface, seen) in document.surfaces.iter().filter(|(_, seen)| seen.observation.is_none()) {
                    let label = setup.say(&label_key(surface, seen.kind));
                    let reason = seen.unchecked.clone();
                    unread.extend(reason.map(|reason| Looked { surface: surface.clone(), label, reason }));
                }
            }
        }
        let missed = self.missed_at_school();
        serde_json::to_string(&lanyard_core::protocol::HealthState { state, people, unread, missed })
            .unwrap_or_default()
    }

    /// Whether a document is of the school's own mail and services: by its host, or by whose account is there.
    pub(super) fn is_schools_place(&self, id: &str) -> bool {
        let (Some(setup), Some(document)) = (&self.setup, self.pages.documents.get(id)) else { return false };
        setup.coverage.is_schools(&document.origin) || self.is_school_account(id)
    }

    /// Whether another surface of the document has shown an account of the school, in no personal place.
    fn is_school_account(&self, id: &str) -> bool {
        let personal = self.site_of(id).is_none_or(|site| site.header.personal);
        let account = self.account_of(id).filter(|_| !personal);
        account.zip(self.engine()).is_some_and(|(account, engine)| engine.config().is_school_address(&account))
    }
}
