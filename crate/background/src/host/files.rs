//! Files that are attached: what was found in them, by document and name.
//!
//! Bytes never come here. The shim has a file looked into when it is on a message that may be read;
//! facts come back, kinds and counts, and live as long as the document.

use lanyard_core::file::FileFacts;
use lanyard_core::observation::{Kind, Observation};

use super::list::List;
use super::pieces::{Piece, surfaces};
use super::{Clock, Effect, Host};

/// Files of one document that are remembered.
const MAX_FILES: usize = 50;

/// Names of files, with what is known of each.
pub(super) type Files = List<String, Known>;

/// What is known of a file; nothing while it is looked for.
#[derive(Debug, Default)]
pub(super) struct Known {
    size: Option<u32>,
    facts: Option<FileFacts>,
}

impl Host {
    /// Whether some rule looks at files that are attached in this document.
    #[must_use]
    pub fn wants_files(&self, document: &str) -> bool {
        let at_work = self.pages.documents.get(document).is_some_and(|document| document.is_at_work());
        let Some(site) = self.site_of(document).filter(|_| at_work) else { return false };
        let has_mail = site.header.surfaces.iter().any(|surface| surface.kind == Kind::ComposeMail);
        has_mail && self.engine().is_some_and(|engine| engine.wants_files(&site.header.id))
    }

    /// Names of files on messages that may be read, of which not all is known yet.
    #[must_use]
    pub fn files_to_look_at(&self, document: &str, clock: &dyn Clock) -> Vec<&str> {
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
        self.wants_content(document) && self.readable_files(document, clock).contains(&name)
    }

    fn wants_content(&self, document: &str) -> bool {
        let site = self.site_of(document).map(|site| site.header.id.as_str());
        site.is_some_and(|site| self.engine().is_some_and(|engine| engine.wants_content(site)))
    }

    fn readable_files(&self, id: &str, clock: &dyn Clock) -> Vec<&str> {
        let mut names = Vec::new();
        let Some(document) = self.pages.documents.get(id).filter(|_| self.wants_files(id)) else { return names };
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
        if let Some(facts) = FileFacts::read_json(facts) {
            self.learn(id, name, clock, |known| known.facts = Some(facts));
        }
    }

    /// The page has said how large a file is.
    pub(super) fn sized(&mut self, id: &str, name: &str, size: u32, clock: &dyn Clock) {
        self.learn(id, name, clock, |known| known.size = Some(size));
    }

    fn learn(&mut self, id: &str, name: &str, clock: &dyn Clock, learn: impl FnOnce(&mut Known)) {
        if !self.readable_files(id, clock).contains(&name) {
            return;
        }
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let Some(known) = document.files.get_mut(name) else { return };
        learn(known);
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
        let wants = any && self.wants_files(id) && self.reads_files(observation, clock);
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
