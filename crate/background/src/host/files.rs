//! Files that are attached: what was found in them, by document and name.
//!
//! Bytes never come here. The shim has a file looked into when it is on a message that may be read;
//! facts come back, kinds and counts, and live as long as the document.

use lanyard_core::file::FileFacts;
use lanyard_core::observation::{Attachment, Kind, Observation, PageVisit};

use super::list::List;
use super::pieces::{Piece, surfaces};
use super::{Clock, Effect, Host};

/// Files of one document that are remembered.
const MAX_FILES: usize = 50;

/// Stands for all files that are given to a page: none has this name.
const ALL: &str = "/";

/// Names of files, with what is known of each.
pub(super) type Files = List<String, Known>;

/// What is known of a file; nothing while it is looked for.
#[derive(Debug, Default)]
pub(super) struct Known {
    size: Option<u32>,
    facts: Option<FileFacts>,
}

impl Host {
    /// Whether some rule looks at files that are attached in this document, or given to it.
    #[must_use]
    pub fn wants_files(&self, document: &str) -> bool {
        self.takes_uploads(document, false) || self.has_mail_with_files(document)
    }

    fn has_mail_with_files(&self, document: &str) -> bool {
        let at_work = self.pages.documents.get(document).is_some_and(|document| document.is_at_work());
        let Some(site) = self.site_of(document).filter(|_| at_work) else { return false };
        let has_mail = site.header.surfaces.iter().any(|surface| surface.kind == Kind::ComposeMail);
        has_mail && self.engine().is_some_and(|engine| engine.wants_files(&site.header.id))
    }

    /// Whether some rule looks at files that are given to this page, or at what is inside them.
    fn takes_uploads(&self, id: &str, inside: bool) -> bool {
        let Some(document) = self.pages.documents.get(id).filter(|document| document.is_at_work()) else {
            return false;
        };
        let mut seen = document.surfaces.iter().filter_map(|(_, seen)| seen.observation.as_ref());
        seen.any(|one| match one {
            Observation::PageVisit(visit) => self.engine().is_some_and(|engine| engine.wants_uploads(visit, inside)),
            _ => false,
        })
    }

    /// Names of files on messages that may be read, of which not all is known yet; [`ALL`] where any is looked at.
    #[must_use]
    pub fn files_to_look_at(&self, document: &str, clock: &dyn Clock) -> Vec<&str> {
        if self.takes_uploads(document, false) {
            return vec![ALL];
        }
        let Some(known) = self.pages.documents.get(document).map(|document| &document.files) else { return Vec::new() };
        let mut names = self.readable_files(document, clock);
        let content = self.wants_content(document);
        names.retain(|name| {
            known.get(*name).is_none_or(|known| known.facts.is_none() && (content || known.size.is_none()))
        });
        names
    }

    /// Whether this file is to be looked into: some rule asks, and it is on a message that may be
    /// read. One that is only on another's may be for somebody protected (G10).
    #[must_use]
    pub fn wants_file(&self, document: &str, name: &str, clock: &dyn Clock) -> bool {
        self.takes_uploads(document, true)
            || (self.wants_content(document) && self.readable_files(document, clock).contains(&name))
    }

    fn wants_content(&self, document: &str) -> bool {
        let site = self.site_of(document).map(|site| site.header.id.as_str());
        site.is_some_and(|site| self.engine().is_some_and(|engine| engine.wants_content(site)))
    }

    fn readable_files(&self, id: &str, clock: &dyn Clock) -> Vec<&str> {
        let mut names = Vec::new();
        let Some(document) = self.pages.documents.get(id).filter(|_| self.has_mail_with_files(id)) else {
            return names;
        };
        for (_, seen) in document.surfaces.iter() {
            if let Some(observation) = &seen.observation
                && let Observation::ComposeMail(mail) = observation
                && self.is_there(Piece::Surfaces)
                && surfaces::reads_files(self, observation, clock)
            {
                names.extend(mail.attachments.iter().map(|file| file.name.as_str()));
            }
        }
        names
    }

    pub(super) fn reads_files(&self, observation: &Observation, clock: &dyn Clock) -> bool {
        self.engine().is_some_and(|engine| engine.reads(observation, &self.context(clock)).files)
    }

    /// What a piece of a file's text holds, as kinds with counts.
    #[must_use]
    pub fn scan(&self, text: &str, clock: &dyn Clock) -> Vec<(&'static str, usize)> {
        // Where it could not be loaded no message has been read, and so no file is looked into.
        if self.is_there(Piece::Surfaces) { surfaces::scan(self, text, clock) } else { Vec::new() }
    }

    pub(super) fn scan_text(&self, text: &str, clock: &dyn Clock) -> Vec<(&'static str, usize)> {
        let context = self.context(clock);
        let found = self.engine().map(|engine| engine.scan(text, &context));
        found.map(|found| found.counts().map(|(kind, count)| (kind.id(), count)).collect()).unwrap_or_default()
    }

    /// A file was looked into.
    pub(super) fn looked(&mut self, id: &str, name: &str, facts: &str, clock: &dyn Clock) {
        let facts = FileFacts::read_json(facts);
        if facts.is_some() {
            self.learn(id, name, None, facts, clock);
        }
    }

    /// The page has said how large a file is.
    pub(super) fn sized(&mut self, id: &str, name: &str, size: u32, clock: &dyn Clock) {
        self.learn(id, name, Some(size), None, clock);
    }

    fn learn(&mut self, id: &str, name: &str, size: Option<u32>, facts: Option<FileFacts>, clock: &dyn Clock) {
        if self.takes_uploads(id, false) {
            return self.revisit(id, clock, |visit| given(visit, name, size, facts));
        }
        if !self.readable_files(id, clock).contains(&name) {
            return;
        }
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let Some(known) = document.files.get_mut(name) else { return };
        known.size = size.or(known.size);
        known.facts = facts.or_else(|| known.facts.take());
        let mut changed = Vec::new();
        for (surface, seen) in document.surfaces.iter_mut() {
            if let Some(observation) = &mut seen.observation
                && fill(observation, &document.files)
            {
                changed.push(surface.clone());
            }
        }
        for surface in changed {
            self.judge(id, &surface, false, clock);
        }
    }

    /// Puts what is known of its files into an observation; a page's own word for it is not taken.
    pub(super) fn with_files(&mut self, id: &str, observation: &mut Observation, clock: &dyn Clock) {
        let Observation::ComposeMail(mail) = &*observation else { return };
        let any =
            !mail.attachments.is_empty() || self.pages.documents.get(id).is_some_and(|known| known.files.len() > 0);
        let wants = any && self.has_mail_with_files(id) && self.reads_files(observation, clock);
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        fill(observation, &document.files);
        let Observation::ComposeMail(mail) = observation else { return };
        if !wants {
            return;
        }
        // Another file may come by the name of one that was taken off.
        let listed = |name: &String| {
            let others = document.surfaces.iter().filter_map(|(_, seen)| match &seen.observation {
                Some(Observation::ComposeMail(other)) if other.surface != mail.surface => Some(&other.attachments),
                _ => None,
            });
            std::iter::once(&mail.attachments).chain(others).flatten().any(|file| file.name == *name)
        };
        let gone: Vec<String> =
            document.files.iter().map(|(name, _)| name).filter(|name| !listed(name)).cloned().collect();
        for name in gone {
            document.files.take(&name);
        }
        let mut unknown = false;
        for file in &mail.attachments {
            if document.files.get(&file.name).is_none() && document.files.len() < MAX_FILES {
                document.files.put(file.name.clone(), Known::default());
                unknown = true;
            }
        }
        // The worker may have died since it was chosen: whoever still has it offers it again.
        if unknown {
            self.effects.push(Effect::Files(document.tab, id.to_owned()));
        }
    }

    /// Has the document hear of files that are chosen from now on.
    pub(super) fn hear_of_files(&mut self, id: &str) {
        if self.wants_files(id)
            && let Some(document) = self.pages.documents.get(id)
        {
            self.effects.push(Effect::Files(document.tab, id.to_owned()));
        }
    }
}

/// What is known of a file that was given to a page. Another of the same name takes its place.
fn given(visit: &mut PageVisit, name: &str, size: Option<u32>, facts: Option<FileFacts>) -> bool {
    let before = visit.files.len();
    visit.files.retain(|file| size.is_none() || file.name != name);
    if size.is_some() && visit.files.len() < MAX_FILES {
        let r#ref = format!("file/{}", visit.files.len().saturating_add(1));
        visit.files.push(Attachment { r#ref, name: name.to_owned(), size, facts: None });
        return true;
    }
    for file in visit.files.iter_mut().filter(|file| file.name == name) {
        file.facts.clone_from(&facts);
    }
    before > 0
}

fn fill(observation: &mut Observation, files: &Files) -> bool {
    let Observation::ComposeMail(mail) = observation else { return false };
    let mut changed = false;
    for attachment in &mut mail.attachments {
        let known = files.get(&attachment.name);
        let (size, facts) = (known.and_then(|known| known.size), known.and_then(|known| known.facts.clone()));
        changed |= attachment.size != size || attachment.facts != facts;
        (attachment.size, attachment.facts) = (size, facts);
    }
    changed
}
