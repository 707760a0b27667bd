//! What the page says of an observation, decided without a browser.

use lanyard_core::finding::Message;
use lanyard_core::observation::{Attachment, Audience, Observation, Person, Recipient};
use lanyard_core::protocol::Observed;
use serde_json::{Map, Value};

/// What stands in place of a text of the page until it is asked for. Always as long: its length says nothing.
pub(super) const MASK: &str = "••••••";

/// One line of what was observed: its name, and what is there.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) what: What,
}

/// What is there.
#[derive(Debug, PartialEq)]
pub(super) enum What {
    /// Our own words: nothing of a person is in them.
    Said(Message),
    /// A word of ours, an id: not to be translated.
    Id(String),
    /// A text of the page.
    Text(String),
    /// A text that somebody has written, with its length.
    Written(String),
    /// People or files: each with what is said of it in our own words.
    Many(Vec<(String, Vec<Message>)>),
}

/// What is shown of an observation, in the order in which it is read.
pub(super) fn lines(observed: &Observed) -> Vec<Line> {
    let mut lines = Lines(Vec::new());
    let observation = &observed.observation;
    match observation {
        Observation::ComposeMail(mail) => {
            if observed.protected {
                for (name, list) in [
                    ("sees_to", &mail.to),
                    ("sees_cc", &mail.cc),
                    ("sees_bcc", &mail.bcc),
                    ("sees_unplaced", &mail.unplaced),
                ] {
                    lines.many(name, list.iter().map(address_alone).collect());
                }
                return lines.0;
            }
            lines.optional("sees_from", mail.account.as_deref());
            if let Some(mailbox) = &mail.mailbox {
                lines.text("sees_mailbox", mailbox);
                lines.yes("sees_delegated", mail.delegated);
            }
            lines.word("sees_mode", mail.mode.word());
            for (name, list) in [("sees_to", &mail.to), ("sees_cc", &mail.cc), ("sees_bcc", &mail.bcc)] {
                lines.many(name, list.iter().map(recipient).collect());
            }
            if !mail.unplaced.is_empty() {
                lines.many("sees_unplaced", mail.unplaced.iter().map(recipient).collect());
            }
            lines.read("sees_subject", mail.subject.as_deref());
            lines.read("sees_text", mail.text.as_deref());
            if mail.text_cut {
                lines.said("sees_cut", "sees_yes");
            }
            match mail.signoff {
                Some(there) => lines.yes("sees_signoff", there),
                None => lines.said("sees_signoff", "sees_not_looked"),
            }
            lines.many("sees_files", mail.attachments.iter().map(file).collect());
            if let Some(thread) = &mail.thread {
                lines.text("sees_thread", thread);
            }
            lines.yes("sees_can_move", mail.can_move);
        }
        Observation::ConnectionRequest(request) => {
            lines.optional("sees_account", request.account.as_deref());
            lines.word("sees_direction", request.direction.word());
            lines.person(&request.person);
            lines.yes("sees_can_decline", request.can_decline);
        }
        Observation::PostAudience(post) if post.is_prompt() => lines.read("sees_text", post.text.as_deref()),
        Observation::PostAudience(post) => {
            lines.optional("sees_account", post.account.as_deref());
            match post.audience {
                Some(audience) => lines.word("sees_audience", audience.word()),
                None => lines.said("sees_audience", "sees_not_shown"),
            }
            lines.offered(&post.offered);
            lines.read("sees_text", post.text.as_deref());
            lines.yes("sees_pictures", post.pictures);
            lines.many("sees_tagged", post.tagged.iter().map(|person| (name_of(person), Vec::new())).collect());
        }
        Observation::PrivacySetting(setting) => {
            lines.optional("sees_account", setting.account.as_deref());
            lines.word("sees_setting", setting.setting.word());
            lines.word("sees_audience", setting.audience.word());
            lines.offered(&setting.offered);
        }
        Observation::ComposeMessage(message) => {
            lines.optional("sees_account", message.account.as_deref());
            lines.person(&message.person);
        }
        Observation::ProfileField(field) => {
            lines.optional("sees_account", field.account.as_deref());
            if let Some(host) = &field.host {
                lines.id("sees_host", host);
            }
            lines.word("sees_part", field.field.word());
            lines.written("sees_value", &field.value);
        }
        Observation::PageVisit(visit) => {
            if let Some(account) = &visit.account {
                lines.text("sees_account", account);
            }
            lines.id("sees_host", &visit.host);
            match visit.categories.as_slice() {
                [] => lines.said("sees_lists", "sees_none"),
                lists => lines.id("sees_lists", &lists.join(", ")),
            }
            lines.word("sees_page", visit.page.word());
            lines.yes("sees_stayed", visit.stayed);
            if !visit.files.is_empty() {
                lines.many("sees_files", visit.files.iter().map(file).collect());
            }
        }
        Observation::ReceivedMail(mail) => {
            lines.optional("sees_account", mail.account.as_deref());
            lines.text("sees_sender", &mail.sender);
        }
    }
    lines.0
}

struct Lines(Vec<Line>);

impl Lines {
    fn put(&mut self, name: &'static str, what: What) {
        self.0.push(Line { name, what });
    }

    fn said(&mut self, name: &'static str, key: &str) {
        self.put(name, What::Said(Message::new(key)));
    }

    fn yes(&mut self, name: &'static str, yes: bool) {
        self.said(name, if yes { "sees_yes" } else { "sees_no" });
    }

    /// One of a closed set, each with words of its own: `NAME_ID`.
    fn word(&mut self, name: &'static str, id: &str) {
        self.said(name, &format!("{name}_{}", id.replace('-', "_")));
    }

    fn id(&mut self, name: &'static str, id: &str) {
        self.put(name, What::Id(id.to_owned()));
    }

    fn text(&mut self, name: &'static str, text: &str) {
        self.put(name, What::Text(text.to_owned()));
    }

    fn written(&mut self, name: &'static str, text: &str) {
        self.put(name, What::Written(text.to_owned()));
    }

    /// A text that the page may not show.
    fn optional(&mut self, name: &'static str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.said(name, "sees_not_shown"),
        }
    }

    /// A text that is only read where a rule asks for it.
    fn read(&mut self, name: &'static str, text: Option<&str>) {
        match text {
            Some(text) => self.written(name, text),
            None => self.said(name, "sees_not_read"),
        }
    }

    fn many(&mut self, name: &'static str, many: Vec<(String, Vec<Message>)>) {
        if many.is_empty() { self.said(name, "sees_none") } else { self.put(name, What::Many(many)) }
    }

    fn person(&mut self, person: &Person) {
        let parts = [
            ("sees_name", &person.name),
            ("sees_handle", &person.handle),
            ("sees_address", &person.address),
            ("sees_about", &person.about),
        ];
        for (name, part) in parts {
            if let Some(part) = part {
                self.text(name, part);
            }
        }
    }

    fn offered(&mut self, offered: &[Audience]) {
        if !offered.is_empty() {
            self.put("sees_offered", What::Said(Message::new("sees_offered_count").count(offered.len())));
        }
    }
}

fn recipient(one: &Recipient) -> (String, Vec<Message>) {
    let text = match (&one.name, &one.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    let flags =
        [(one.group, "sees_group"), (one.unfinished, "sees_unfinished"), (one.address.is_none(), "sees_no_address")];
    (text, flags.into_iter().filter(|(on, _)| *on).map(|(_, key)| Message::new(key)).collect())
}

/// The same where somebody protected is on the message.
fn address_alone(one: &Recipient) -> (String, Vec<Message>) {
    (one.address.clone().unwrap_or_default(), Vec::new())
}

fn name_of(person: &Person) -> String {
    let parts = [&person.name, &person.handle, &person.address];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
}

fn file(file: &Attachment) -> (String, Vec<Message>) {
    let mut said = Vec::new();
    if let Some(size) = file.size {
        said.push(size_of(size as usize));
    }
    if let Some(facts) = &file.facts {
        let kinds: u32 = facts.holds.iter().map(|held| held.count).sum();
        let key = format!("sees_protection_{}", facts.protection.word().replace('-', "_"));
        said.extend([Message::new(&key), Message::new("sees_file_holds").count(kinds as usize)]);
    }
    (file.name.clone(), said)
}

/// A number of bytes, as people say it.
pub(super) fn size_of(bytes: usize) -> Message {
    match bytes {
        0..1_000 => Message::new("sees_bytes").count(bytes),
        1_000..1_000_000 => Message::new("sees_kilobytes").with("size", bytes.div_ceil(1_000)),
        _ => Message::new("sees_megabytes").with("size", bytes.div_ceil(1_000_000)),
    }
}

/// Keys under which nothing of a person or of a page's text can stand. Whatever else is text is masked, a key
/// that comes later included.
const PLAIN: [&str; 22] = [
    "kind",
    "surface",
    "site",
    "mode",
    "direction",
    "audience",
    "offered",
    "setting",
    "field",
    "host",
    "categories",
    "page",
    "format",
    "protection",
    "holds",
    "place",
    "parts",
    "unchecked",
    "facts",
    "n",
    "count",
    "size",
];

/// The observation as JSON, exactly as it was judged; of a protected one the addresses alone.
pub(super) fn text(observed: &Observed, shown: bool) -> String {
    let mut value: Value = serde_json::from_str(&observed.observation.json()).unwrap_or_default();
    if observed.protected {
        value = addresses(value);
    }
    if !shown {
        mask(&mut value, false);
    }
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// Leaves what says who is on the message, by address, and nothing of what they wrote (G10).
fn addresses(value: Value) -> Value {
    let mut left = Map::new();
    for key in ["kind", "surface"] {
        left.insert(key.to_owned(), value[key].clone());
    }
    for key in ["to", "cc", "bcc", "unplaced"] {
        let list = value[key].as_array().map_or(&[][..], Vec::as_slice);
        let list = list.iter().map(|one| {
            let mut alone = Map::new();
            alone.insert("address".to_owned(), one["address"].clone());
            Value::Object(alone)
        });
        left.insert(key.to_owned(), Value::Array(list.collect()));
    }
    Value::Object(left)
}

fn mask(value: &mut Value, plain: bool) {
    match value {
        Value::String(text) if !plain => MASK.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, plain)),
        Value::Object(fields) => {
            // `name` of a surface is ours, that of a person is theirs.
            let ours = fields.contains_key("site") && fields.contains_key("n");
            for (key, value) in fields.iter_mut() {
                mask(value, PLAIN.contains(&key.as_str()) || ours && key == "name");
            }
        }
        _ => {}
    }
}

/// The words of a permission: `identity.email` → `sees_permission_identity_email`.
pub(super) fn permission(name: &str) -> String {
    let name = if name.contains("://") || name == "<all_urls>" { "hosts" } else { name };
    format!("sees_permission_{}", name.replace(['.', '-'], "_").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::words;

    const EVERYTHING: &str = include_str!("../../../core/src/every.json");

    fn observed(json: Value, protected: bool) -> Observed {
        Observed { protected, observation: serde_json::from_value(json).unwrap() }
    }

    /// One of each kind with every field, whose personal texts all hold "Zz".
    fn every() -> Vec<Observed> {
        let all: Vec<Value> = serde_json::from_str(EVERYTHING).unwrap();
        all.into_iter().map(|one| observed(one, false)).collect()
    }

    #[test]
    fn g5_nothing_of_a_page_is_in_the_masked_json() {
        let every = every();
        assert_eq!(every.len(), 8, "one of each kind");
        for one in &every {
            let (masked, shown) = (text(one, false), text(one, true));
            assert!(shown.contains("Zz"), "{shown}");
            assert!(!masked.to_lowercase().contains("zz") && masked.contains(MASK), "{masked}");
            // Nothing but texts has changed: the same keys, in the same places.
            let keys =
                |json: &str| json.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect::<Vec<_>>();
            assert_eq!(keys(&masked), keys(&shown));
            // And what is shown is what was judged, to the letter.
            assert_eq!(
                serde_json::from_str::<lanyard_core::observation::Observation>(&shown).unwrap(),
                one.observation
            );
        }
    }

    #[test]
    fn what_is_ours_is_not_masked() {
        let masked = text(&every()[0], false);
        for word in [
            "\"composeMail\"",
            "\"roundcube\"",
            "\"compose\"",
            "\"replyAll\"",
            "\"spreadsheet\"",
            "\"upn\"",
            "\"hidden-sheet\"",
        ] {
            assert!(masked.contains(word), "{word} in {masked}");
        }
    }

    #[test]
    fn every_field_of_an_observation_has_a_line_with_words() {
        let (en, cy) = (words("en"), words("cy"));
        for one in every() {
            let lines = lines(&one);
            assert!(lines.len() > 1, "{one:?}");
            for line in &lines {
                let mut keys = vec![line.name.to_owned()];
                match &line.what {
                    What::Said(message) => keys.push(message.key.clone()),
                    What::Many(many) => {
                        keys.extend(many.iter().flat_map(|(_, said)| said.iter().map(|message| message.key.clone())))
                    }
                    _ => {}
                }
                for key in keys {
                    let there =
                        |words: &lanyard_core::words::Words| words.has(&key) || words.has(&format!("{key}_other"));
                    assert!(there(&en) && there(&cy), "{key}");
                }
            }
            // What a person has written or is called stands in texts, which are masked, and nowhere else.
            for line in lines {
                match line.what {
                    What::Said(message) => assert!(!format!("{message:?}").contains("Zz")),
                    What::Id(id) => assert!(!id.contains("Zz"), "{id}"),
                    What::Many(many) => assert!(many.iter().all(|(_, said)| !format!("{said:?}").contains("Zz"))),
                    What::Text(_) | What::Written(_) => {}
                }
            }
        }
    }

    #[test]
    fn every_word_of_a_closed_set_has_words() {
        let sets: [(&str, &[&str]); 6] = [
            ("sees_mode", &["unknown", "new", "reply", "replyAll", "forward"]),
            ("sees_direction", &["received", "starting"]),
            ("sees_audience", &["public", "friends-of-friends", "friends", "custom", "only-me"]),
            (
                "sees_setting",
                &["account", "posts", "friend-list", "requests", "look-up", "search-engines", "file-link"],
            ),
            ("sees_part", &["name", "email", "workplace", "about", "check-in"]),
            (
                "sees_page",
                &[
                    "plain",
                    "about",
                    "install",
                    "install-tunnel",
                    "download",
                    "checkout",
                    "play",
                    "relay",
                    "consent",
                    "files",
                    "recommend",
                ],
            ),
        ];
        for (name, ids) in sets {
            for id in ids {
                let key = format!("{name}_{}", id.replace('-', "_"));
                assert!(words("en").has(&key) && words("cy").has(&key), "{key}");
            }
        }
        for id in ["unknown", "none", "partly", "opens_for_anyone", "protected"] {
            assert!(words("en").has(&format!("sees_protection_{id}")), "{id}");
        }
    }

    #[test]
    fn g10_of_protected_correspondence_there_are_addresses_alone() {
        let mut mail = every().remove(0);
        mail.protected = true;
        let names: Vec<_> = lines(&mail).iter().map(|line| line.name).collect();
        assert_eq!(names, ["sees_to", "sees_cc", "sees_bcc", "sees_unplaced"]);
        let json = text(&mail, true);
        assert!(json.contains("zz@example.com"), "{json}");
        for part in ["Zz", "subject", "text", "attachments", "thread", "account", "ref", "name\": \"Zz"] {
            assert!(!json.contains(part), "{part} in {json}");
        }
        for line in lines(&mail) {
            assert!(!format!("{:?}", line.what).contains("Zz"), "no name beside the address");
        }
    }

    #[test]
    fn every_permission_of_the_manifest_has_its_sentence() {
        let manifest: Value = serde_json::from_str(include_str!("../../../../manifest.json")).unwrap();
        let mut count = 0;
        for list in ["permissions", "host_permissions"] {
            for name in manifest[list].as_array().unwrap() {
                let key = permission(name.as_str().unwrap());
                assert!(words("en").has(&key) && words("cy").has(&key), "{key}");
                count += 1;
            }
        }
        assert!(count >= 6);
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let said = |bytes| words("en").text(&size_of(bytes));
        assert_eq!(
            (said(1), said(999), said(1_001), said(2_000_001)),
            ("1 byte".to_owned(), "999 bytes".to_owned(), "2 KB".to_owned(), "3 MB".to_owned())
        );
    }
}
