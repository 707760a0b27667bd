//! What a school sets in place of facts of a site file, merged into it.
//!
//! The file's own schema decides what may stand there, so that an adapter that is not in the closed
//! set has no way in. Each surface is held against it with the change in it: one that does not fit is as
//! it was, and the rest works. Names, kinds and hosts are not the school's to change here.

use serde_json::{Map, Value};

use super::Header;
use crate::catalogue::nearest_of;
use crate::category::CATEGORIES;
use crate::config::Config;
use crate::problem::Problem;

/// What may be set of a site as a whole.
pub const FACTS: [&str; 4] = ["labels", "languages", "audiences", "account"];
/// What a surface is.
const FIXED: [&str; 2] = ["name", "kind"];
/// Keys whose text names a label of the site file.
const LABELLED: [&str; 3] = ["label", "saying", "skip"];
/// Reads the person's own words, which are asked for by what they are.
const OWN_WORDS: &str = "own-words";
/// Where a page finds the selectors that it tries first: no other program here can read them.
const FRESH: &str = "fresh";
/// What the build says that a page looks for first, from the file as it was.
const SEEN: &str = "seen";

/// The site file with the change in it, and what of that could not be taken over.
#[must_use]
pub fn merged(id: &str, mut file: Value, change: &Value, schema: &Value) -> (Value, Vec<Problem>) {
    let mut problems = Vec::new();
    let path = format!("sites.{id}");
    let mut fresh = Vec::new();
    for key in FACTS {
        let Some(fact) = change.get(key) else { continue };
        let mut new = file.get(key).cloned().unwrap_or_default();
        put(&mut new, fact);
        let labels = file.get("labels").cloned().unwrap_or_default();
        let mut form = Form { schema, labels: &labels, selectors: Vec::new() };
        match form.check(&new, at(at(schema, "properties"), key)) {
            Ok(()) => {
                fresh.append(&mut form.selectors);
                set(&mut file, key, new);
            }
            Err(wrong) => problems.push(under(&format!("{path}.{key}"), wrong)),
        }
    }
    let labels = file.get("labels").cloned().unwrap_or_default();
    let changed = change.get("surfaces").and_then(Value::as_object);
    for surface in file.get_mut("surfaces").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(surface) = surface.as_object_mut() {
            surface.remove(SEEN);
        }
        let name = text(at(surface, "name")).to_owned();
        let change = changed.and_then(|all| all.get(&name)).and_then(Value::as_object);
        let mut form = Form { schema, labels: &labels, selectors: fresh.clone() };
        if let Some(change) = change {
            match form.surface(surface, change) {
                Ok(new) => *surface = new,
                Err(wrong) => {
                    problems.push(under(&format!("{path}.surfaces.{name}"), wrong));
                    form.selectors.clone_from(&fresh);
                }
            }
        }
        if !form.selectors.is_empty() {
            set(surface, FRESH, Value::from(form.selectors));
        }
    }
    (file, problems)
}

/// What of a merged file a browser cannot read, once there is one to ask.
#[must_use]
pub fn unreadable(id: &str, file: &Value, reads: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let surfaces = at(file, "surfaces").as_array().into_iter().flatten();
    let bad = |surface: &Value| {
        let css = at(surface, FRESH).as_array()?.iter().map(text).find(|css| !reads(css))?;
        let path = format!("sites.{id}.surfaces.{}", text(at(surface, "name")));
        Some(Problem::new("site-selector", &path, &format!("a CSS selector that a browser can read; found `{css}`")))
    };
    surfaces.filter_map(bad).collect()
}

/// What is named under `sites` and is no site or no surface of it.
#[must_use]
pub fn unknown(config: &Config, headers: &[Header]) -> Vec<Problem> {
    let known: Vec<&str> = headers.iter().map(|header| header.id.as_str()).collect();
    let mut problems = Vec::new();
    let mut look = |site: &str, surface: Option<(&str, &str)>| {
        let Some(header) = headers.iter().find(|header| header.id == site) else {
            let path = format!("sites.{site}");
            if !problems.iter().any(|other: &Problem| other.path == path) {
                let problem = one_of("the id of a site: ", &known, site);
                problems.push(Problem { code: "site-unknown".to_owned(), path, ..problem });
            }
            return;
        };
        let Some((under, surface)) = surface else { return };
        let names: Vec<&str> = header.surfaces.iter().map(|known| known.name.as_str()).collect();
        if !names.contains(&surface) {
            let path = format!("sites.{site}.{under}{surface}");
            let problem = one_of("one of ", &names, surface);
            problems.push(Problem { code: "surface-unknown".to_owned(), path, ..problem });
        }
    };
    let surfaces = |site: &str| config.sites_changed.get(site)?.get("surfaces")?.as_object();
    for off in config.sites_off.iter().filter(|off| !CATEGORIES.contains(&off.as_str())) {
        match off.split_once('/') {
            None => look(off, None),
            Some((site, surface)) if surfaces(site).is_some_and(|all| all.contains_key(surface)) => {}
            Some((site, surface)) => look(site, Some(("", surface))),
        }
    }
    for site in config.sites_changed.keys() {
        look(site, None);
        surfaces(site).into_iter().flat_map(Map::keys).for_each(|name| look(site, Some(("surfaces.", name))));
    }
    problems
}

/// An object over an object goes in key by key, but where an adapter is named: that is another thing altogether.
/// Everything else takes the place of what was there.
fn put(file: &mut Value, change: &Value) {
    match (file, change) {
        (Value::Object(file), Value::Object(change)) if !change.contains_key("adapter") => {
            for (key, value) in change {
                match file.get_mut(key) {
                    Some(known) => put(known, value),
                    None => {
                        file.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (file, change) => file.clone_from(change),
    }
}

/// Holds values against the schema of a site file.
struct Form<'a> {
    schema: &'a Value,
    labels: &'a Value,
    /// All that were met.
    selectors: Vec<String>,
}

impl Form<'_> {
    /// A surface with the change in it.
    fn surface(&mut self, packaged: &Value, change: &Map<String, Value>) -> Result<Value, Problem> {
        if let Some(fixed) = FIXED.into_iter().find(|key| change.contains_key(*key)) {
            return Err(wrong("nothing: it is what the surface is").at(fixed));
        }
        let mut new = packaged.clone();
        change.iter().for_each(|(key, value)| match new.get_mut(key) {
            Some(known) => put(known, value),
            None => set(&mut new, key, value.clone()),
        });
        // Who says where something is now is not held against where it was.
        if change.get("sure").is_none() && ["fields", "hold"].iter().any(|key| change.contains_key(*key)) {
            set(&mut new, "sure", Value::Object(Map::new()));
        }
        let rule = at(at(self.schema, "$defs"), "surface");
        self.check(&new, rule)?;
        let known = at(packaged, "fields");
        for (name, reads) in at(&new, "fields").as_object().into_iter().flatten() {
            let field = || format!("fields.{name}");
            if known.get(name).is_none() {
                return Err(one_of("a field that this surface has: ", &keys(known), name).at(&field()));
            }
            let words = |read: &Value| text(at(read, "read")) == OWN_WORDS;
            if name != "words" && reads.as_array().is_some_and(|all| all.iter().any(words)) {
                return Err(wrong("another adapter: `own-words` is for the field `words` alone").at(&field()));
            }
        }
        Ok(new)
    }

    fn check(&mut self, value: &Value, rule: &Value) -> Result<(), Problem> {
        let schema = self.schema;
        if let Some(name) = rule.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next().unwrap_or_default();
            return self.check(value, at(at(schema, "$defs"), name));
        }
        if let Some(rules) = rule.get("anyOf").and_then(Value::as_array) {
            return match rules.iter().find(|rule| is_meant(value, rule)) {
                Some(rule) => self.check(value, rule),
                None => Err(none_meant(value, rules)),
            };
        }
        if let Some(words) = rule.get("enum").and_then(Value::as_array) {
            return if words.contains(value) { Ok(()) } else { Err(one_of("one of ", &texts(words), text(value))) };
        }
        if let Some(word) = rule.get("const") {
            return if word == value { Ok(()) } else { Err(one_of("", &[text(word)], text(value))) };
        }
        match (text(at(rule, "type")), value) {
            ("string", Value::String(text)) => self.check_text(text, rule),
            ("boolean", Value::Bool(_)) => Ok(()),
            ("integer", Value::Number(number)) if number.as_u64() >= at(rule, "minimum").as_u64() => Ok(()),
            ("array", Value::Array(items)) => {
                if items.is_empty() && rule.get("minItems").is_some() {
                    return Err(wrong("at least one entry"));
                }
                let mut items = items.iter().enumerate();
                items.try_for_each(|(n, item)| {
                    self.check(item, at(rule, "items")).map_err(|wrong| under(&format!("[{n}]"), wrong))
                })
            }
            ("object", Value::Object(fields)) => self.check_fields(fields, rule),
            (kind, _) => Err(wrong(match kind {
                "string" => "a text",
                "boolean" => "true or false",
                "integer" => "a whole number",
                "array" => "a list in [ ]",
                _ => "an object in { }",
            })),
        }
    }

    fn check_text(&mut self, text: &str, rule: &Value) -> Result<(), Problem> {
        if text.is_empty() && rule.get("minLength").is_some() {
            return Err(wrong("a text that is not empty"));
        }
        // The one pattern that a fact has: an address within the site itself. Two slashes, of either kind and whatever
        // a browser leaves out between them, would be another host's.
        let within = |text: &str| {
            let mut letters = text.chars().filter(|letter| !matches!(letter, '\t' | '\n' | '\r'));
            letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'))
        };
        if at(rule, "pattern") == "^/" && !within(text) {
            return Err(wrong("an address within the site, that begins with `/`"));
        }
        if rule.get("format").is_some() {
            if !closes(text) {
                return Err(wrong("a CSS selector whose brackets and quotation marks close"));
            }
            self.selectors.push(text.to_owned());
        }
        Ok(())
    }

    fn check_fields(&mut self, fields: &Map<String, Value>, rule: &Value) -> Result<(), Problem> {
        let known = at(rule, "properties");
        for (key, value) in fields {
            let Some(inner) = known.get(key).or_else(|| rule.get("additionalProperties").filter(|one| one.is_object()))
            else {
                return Err(one_of("one of ", &keys(known), key).at(key));
            };
            self.check(value, inner).map_err(|wrong| under(key, wrong))?;
            if LABELLED.contains(&key.as_str())
                && let Some(label) = value.as_str()
                && self.labels.get(label).is_none()
            {
                return Err(one_of("a name under `labels` of this site: ", &keys(self.labels), label).at(key));
            }
        }
        let missing = at(rule, "required").as_array().into_iter().flatten().map(text);
        match missing.into_iter().find(|key| !fields.contains_key(*key)) {
            Some(key) => Err(wrong("this key, which is missing").at(key)),
            None => Ok(()),
        }
    }
}

/// Whether it is this of several: by its type, and by what it calls itself (`read`, `adapter`).
fn is_meant(value: &Value, rule: &Value) -> bool {
    match value {
        Value::Object(fields) => {
            let known = at(rule, "properties").as_object();
            text(at(rule, "type")) == "object"
                && known
                    .into_iter()
                    .flatten()
                    .all(|(key, rule)| rule.get("const").is_none_or(|word| fields.get(key) == Some(word)))
        }
        Value::String(_) => text(at(rule, "type")) == "string",
        _ => false,
    }
}

fn none_meant(value: &Value, rules: &[Value]) -> Problem {
    let mut words = Vec::new();
    let mut named = "";
    for (key, rule) in rules.iter().filter_map(|rule| at(rule, "properties").as_object()).flatten() {
        if let Some(word) = rule.get("const") {
            named = key;
            words.push(text(word));
        }
    }
    if words.is_empty() || !value.is_object() {
        return wrong(if words.is_empty() { "a text or an object" } else { "an object in { }" });
    }
    one_of("one of ", &words, text(at(value, named))).at(named)
}

/// `found` where one of these words was expected. One instance for all: each kind of iterator is a kilobyte.
fn one_of(expected: &str, words: &[&str], found: &str) -> Problem {
    wrong(&format!("{expected}{}", words.join(", "))).suggest(nearest_of(found, words.iter().copied()))
}

fn texts(values: &[Value]) -> Vec<&str> {
    values.iter().map(text).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys = Vec::new();
    for (key, _) in value.as_object().into_iter().flatten() {
        keys.push(key.as_str());
    }
    keys
}

/// Whether what opens in a selector closes again. What it means, the page's browser alone can say.
fn closes(css: &str) -> bool {
    let mut open = Vec::new();
    let mut quote = None;
    let mut escaped = false;
    for c in css.chars() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, c) {
            (_, '\\') => escaped = true,
            (Some(mark), _) => quote = quote.filter(|_| c != mark),
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(c) => return false,
            (None, '{' | '}' | ';') => return false,
            _ => {}
        }
    }
    quote.is_none() && open.is_empty() && !css.trim_end().ends_with([',', '>', '+', '~'])
}

const NOTHING: &Value = &Value::Null;

fn at<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(NOTHING)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn set(value: &mut Value, key: &str, new: Value) {
    if let Value::Object(fields) = value {
        fields.insert(key.to_owned(), new);
    }
}

fn wrong(expected: &str) -> Problem {
    Problem::new("site-fact", "", expected)
}

fn under(part: &str, problem: Problem) -> Problem {
    let dot = if problem.path.is_empty() || problem.path.starts_with('[') { "" } else { "." };
    Problem { path: format!("{part}{dot}{}", problem.path), ..problem }
}

impl Problem {
    /// The same, at this key.
    fn at(self, key: &str) -> Self {
        under(key, self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::site::parse_index;

    fn read(name: &str) -> Value {
        let path = format!("{}/../../extension/sites/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap_or_default()).unwrap_or_default()
    }

    /// Facebook's file with the change in it, and the problems as `PATH: EXPECTED (SUGGESTION)`.
    fn facebook(change: &Value) -> (Value, Vec<String>) {
        let (file, problems) = merged("facebook", read("facebook.json"), change, &read("site.schema.json"));
        (file, problems.iter().map(ToString::to_string).collect())
    }

    fn surface<'a>(file: &'a Value, name: &str) -> &'a Value {
        let all = file.get("surfaces").and_then(Value::as_array);
        all.and_then(|all| all.iter().find(|one| at(one, "name") == name)).unwrap_or(NOTHING)
    }

    #[test]
    fn every_packaged_file_stands_as_it_is() {
        let schema = read("site.schema.json");
        for id in [
            "converse",
            "drive",
            "facebook",
            "gmail",
            "instagram",
            "linkedin",
            "other-webmail",
            "outlook",
            "proton",
            "roundcube",
            "sogo",
            "x",
            "yahoo",
            "zimbra",
        ] {
            let file = read(&format!("{id}.json"));
            let names = at(&file, "surfaces").as_array().into_iter().flatten().map(|one| text(at(one, "name")));
            let surfaces: Map<String, Value> = names.map(|name| (name.to_owned(), json!({}))).collect();
            assert!(!surfaces.is_empty(), "{id}");
            let change = json!({"surfaces": surfaces, "labels": {}, "languages": ["en", "cy"]});
            let (new, problems) = merged(id, file.clone(), &change, &schema);
            assert_eq!(problems, [], "{id}");
            for one in at(&file, "surfaces").as_array().into_iter().flatten() {
                let mut new = surface(&new, text(at(one, "name"))).clone();
                assert!(at(&new, FRESH).as_array().is_some_and(|all| !all.is_empty()), "{id}");
                new.as_object_mut().into_iter().for_each(|fields| fields.retain(|key, _| key != FRESH));
                assert_eq!(new, *one, "{id}");
            }
        }
    }

    #[test]
    fn a_landmark_a_strategy_and_a_label_are_replaced_and_the_rest_stays() {
        let before = read("facebook.json");
        let (file, problems) = facebook(&json!({
            "labels": {"confirm": ["Say yes to {value}"]},
            "surfaces": {"request": {
                "root": [{"css": "[role=link][aria-label]", "label": "confirm", "holding": "a[href]"}],
                "fields": {"name": [{"read": "attribute", "at": "a[href]", "name": "title"}]},
            }},
        }));
        assert_eq!(problems, Vec::<String>::new());
        let new = surface(&file, "request");
        assert_eq!(at(at(&file, "labels"), "confirm"), &json!(["Say yes to {value}"]));
        assert_eq!(at(at(&file, "labels"), "delete"), at(at(&before, "labels"), "delete"));
        assert_eq!(at(at(new, "fields"), "name"), &json!([{"read": "attribute", "at": "a[href]", "name": "title"}]));
        assert_eq!(at(at(new, "fields"), "handle"), at(at(surface(&before, "request"), "fields"), "handle"));
        assert_eq!(surface(&file, "suggestion"), surface(&before, "suggestion"));
        let fresh = at(new, FRESH).as_array().cloned().unwrap_or_default();
        assert!(fresh.contains(&json!("[role=link][aria-label]")), "{fresh:?}");
    }

    #[test]
    fn what_a_page_looks_for_first_goes_with_the_file_as_it_was() {
        let mut packaged = read("facebook.json");
        for surface in packaged.get_mut("surfaces").and_then(Value::as_array_mut).into_iter().flatten() {
            set(surface, SEEN, json!([["main"]]));
        }
        let change = json!({"surfaces": {"request": {"root": ["article"]}}});
        let (file, problems) = merged("facebook", packaged, &change, &read("site.schema.json"));
        assert_eq!(problems, []);
        let all = at(&file, "surfaces").as_array().cloned().unwrap_or_default();
        assert!(!all.is_empty() && all.iter().all(|one| one.get(SEEN).is_none()), "{all:?}");
    }

    #[test]
    fn what_does_not_fit_is_named_and_the_packaged_surface_stays() {
        let before = read("facebook.json");
        for (change, expected) in [
            (json!({"fields": {"name": [{"read": "txt", "at": "a"}]}}), "fields.name[0].read: expected one of text, "),
            (json!({"fields": {"name": [{"read": "txt", "at": "a"}]}}), "(did you mean `text`?)"),
            (json!({"fields": {"name": [{"read": "text"}]}}), "fields.name[0].at: expected this key, which is missing"),
            (json!({"fields": {"name": "a"}}), "fields.name: expected a list in [ ]"),
            (json!({"fields": {"name": []}}), "fields.name: expected at least one entry"),
            (
                json!({"fields": {"words": [{"read": "own-words", "at": "p"}]}}),
                "fields.words: expected a field that this surface has",
            ),
            (
                json!({"fields": {"about": [{"read": "own-words", "at": "p"}]}}),
                "fields.about: expected another adapter",
            ),
            (json!({"root": ["a[href"]}), "root[0]: expected a CSS selector whose brackets"),
            (
                json!({"root": [{"css": "a", "label": "confrm"}]}),
                "root[0].label: expected a name under `labels` of this site: addFriend, ",
            ),
            (json!({"kind": "composeMail"}), "kind: expected nothing: it is what the surface is"),
            (json!({"rooot": ["a"]}), "rooot: expected one of "),
            (json!({"hosts": ["evil.example"]}), "hosts: expected one of "),
            (json!({"open": {"url": "https://evil.example/"}}), "open.url: expected an address within the site"),
            (json!({"open": {"url": "//evil.example/"}}), "open.url: expected an address within the site"),
            (json!({"open": {"url": "/\\evil.example/"}}), "open.url: expected an address within the site"),
            (json!({"open": {"url": "/\t/evil.example/"}}), "open.url: expected an address within the site"),
            (
                json!({"move": {"adapter": "type-it"}}),
                "move.adapter: expected one of none, field-change, paste-combobox",
            ),
            (json!({"expect": ["nam"]}), "expect[0]: expected one of account, "),
            (json!({"promised": "yes"}), "promised: expected true or false"),
            (
                json!({"fields": {"about": [{"read": "rest", "without": "a", "from": -1}]}}),
                "from: expected a whole number",
            ),
        ] {
            let (file, problems) = facebook(&json!({"surfaces": {"request": change, "profile": {"expect": []}}}));
            let [problem] = problems.as_slice() else { panic!("{change}: {problems:?}") };
            assert!(problem.starts_with("sites.facebook.surfaces.request.") && problem.contains(expected), "{problem}");
            assert_eq!(surface(&file, "request"), surface(&before, "request"), "{change}");
            assert_eq!(at(surface(&file, "profile"), "expect"), &json!([]), "the rest works: {change}");
        }
        let (file, problems) =
            facebook(&json!({"labels": {"confirm": "Yes"}, "languages": "en", "account": [{"read": "guess"}]}));
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert_eq!(file, before);
        // Without the schema nothing is taken over.
        assert_eq!(merged("facebook", before.clone(), &json!({"languages": ["cy"]}), &Value::Null).0, before);
    }

    #[test]
    fn what_a_school_says_is_not_held_against_what_was_packaged() {
        let sure = |change: Value| {
            let (file, problems) = facebook(&json!({"surfaces": {"request": change}}));
            assert_eq!(problems, Vec::<String>::new());
            at(surface(&file, "request"), "sure").clone()
        };
        let packaged = sure(json!({"side": "leading"}));
        assert!(at(&packaged, "hold").as_array().is_some_and(|ways| ways.len() == 2));
        assert_eq!(sure(json!({"hold": {"at": ["b"]}})), json!({}));
        assert_eq!(sure(json!({"fields": {"name": [{"read": "text", "at": "b"}]}})), json!({}));
        let own = sure(json!({"hold": {"at": ["b"]}, "sure": {"hold": ["b", "[type=submit]"]}}));
        assert_eq!((at(&own, "hold"), at(&own, "name")), (&json!(["b", "[type=submit]"]), at(&packaged, "name")));
        let (_, problems) = facebook(&json!({"surfaces": {"request": {"sure": {"subject": ["a", "b"]}}}}));
        assert!(problems.iter().any(|one| one.contains("sure.subject: expected one of ")), "{problems:?}");
    }

    #[test]
    fn an_adapter_takes_the_place_of_another_whole() {
        let change = json!({"surfaces": {"compose": {"move": {"adapter": "none"}}}});
        let (file, problems) = merged("gmail", read("gmail.json"), &change, &read("site.schema.json"));
        assert_eq!(problems, []);
        assert_eq!(at(surface(&file, "compose"), "move"), &json!({"adapter": "none"}));
    }

    #[test]
    fn the_only_pattern_of_a_fact_is_the_one_that_is_known() {
        let schema = read("site.schema.json").to_string();
        let patterns = schema.matches("\"pattern\"").count();
        let own = schema.matches(r#""pattern":"^/""#).count();
        // `id`, `verified` and a surface's name are nobody's to change.
        assert_eq!((patterns, own), (4, 1));
    }

    #[test]
    fn brackets_and_quotes_close() {
        for good in ["a", "[aria-label='a]b']", r#"[title="it's"]"#, r":is(a, b:not([x]))", r"#a\[b", "p > a"] {
            assert!(closes(good), "{good}");
        }
        for bad in ["a[", "a]", "[x='a]", "a:is(b]", "a,", "a >", "a { color: red }", "a;"] {
            assert!(!closes(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_no_site_or_surface_is_named_once_where_it_stands() {
        let headers = r#"[{"id":"facebook","name":"Facebook","place":"social","surfaces":[{"name":"request","kind":"connectionRequest"}]}]"#;
        let headers = parse_index(headers).unwrap_or_default();
        let sites = r#"{"facebok":{"surfaces":{"post":"off","request":{}}},"facebook":{"reqest":"off","surfaces":{"requst":"off","request":"off"}},"games":"off"}"#;
        let (config, problems) = Config::parse(&[("sites".to_owned(), sites.to_owned())].into());
        assert_eq!(problems, []);
        assert!(config.is_off("facebook", "request"));
        let said: Vec<String> =
            unknown(&config, &headers).iter().map(|one| format!("{} {}", one.code, one.path)).collect();
        assert_eq!(
            said,
            [
                "surface-unknown sites.facebook.reqest",
                "site-unknown sites.facebok",
                "surface-unknown sites.facebook.surfaces.requst"
            ]
        );
    }
}
