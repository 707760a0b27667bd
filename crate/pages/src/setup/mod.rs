//! The set-up page: for whoever configures Lanyard for a school. It works without an account and
//! without a network: what is filled in stays on the page until the person saves or copies it.

mod export;
mod files;
mod form;
mod people;
mod trial;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use lanyard_core::config::{Pasted, pasted};
use lanyard_core::policy::Policy;
use lanyard_core::problem::{Mistake, Problem};
use lanyard_core::site::{Header, changes, parse_index};
use lanyard_core::sorted::ByName;
use lanyard_core::words::Words;
use lanyard_pack::NoBase;
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::chrome;
use crate::dom::Dom;
use crate::language;
use crate::pen::Pen;
use export::Place;
use view::Page;

/// What a key is called and does: the text of the schema that Chrome shows administrators too.
struct KeyText {
    title: String,
    description: String,
}

/// Everything that was filled in and loaded.
#[derive(Default)]
struct State {
    /// The configuration, each key's text.
    values: ByName<String>,
    /// The policies that come with Lanyard.
    packaged: Vec<Policy>,
    /// The school's own, from a file.
    own: Option<Policy>,
    /// What is wrong with the file that was loaded last.
    mistakes: Vec<Mistake>,
    /// What came of the import that was tried last.
    imported: Option<Result<usize, Problem>>,
    keys: ByName<KeyText>,
    sites: Vec<Header>,
    /// Site files and what one may hold, for what the school sets in place of a fact.
    site_files: ByName<Value>,
    site_shape: Value,
    read: Option<people::Read>,
    extension: String,
    update_url: String,
    /// Whether the school manages this browser: then nothing that is set on the device counts.
    managed: Option<ByName<String>>,
    /// Whether something is set on this device.
    on_device: bool,
}

impl State {
    /// The policy that is chosen.
    fn policy(&self) -> Option<&Policy> {
        match (&self.own, self.values.get("pack")) {
            (Some(own), Some(_)) => Some(own),
            _ => self.packaged_by(self.values.get("school")?),
        }
    }

    fn packaged_by(&self, id: &str) -> Option<&Policy> {
        self.packaged.iter().find(|policy| policy.school.id == id)
    }

    fn value(&self, key: &str) -> &str {
        self.values.get(key).map_or("", String::as_str)
    }

    fn set(&mut self, key: &str, text: &str) {
        if text.trim().is_empty() {
            self.values.remove(key);
        } else {
            self.values.insert(key.to_owned(), text.to_owned());
        }
    }

    /// Everything that is wrong with what would be pushed.
    fn problems(&self) -> Vec<Problem> {
        let all: Map<String, Value> =
            export::pushed(&self.values).iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
        let find = |id: &str| {
            self.packaged_by(id).cloned().ok_or_else(|| {
                let ids: Vec<&str> = self.packaged.iter().map(|policy| policy.school.id.as_str()).collect();
                Problem::new("school-unknown", "school", &format!("one of {}", ids.join(", ")))
            })
        };
        match pasted(&Value::Object(all).to_string(), &find) {
            Ok(Pasted { mut problems, config, .. }) => {
                problems.extend(changes::unknown(&config, &self.sites));
                for (id, change) in config.sites_changed.iter() {
                    let Some(file) = self.site_files.get(id) else { continue };
                    let (file, found) = changes::merged(id, file.clone(), change, &self.site_shape);
                    problems.extend(found);
                    problems.extend(changes::unreadable(id, &file, &chrome::is_selector));
                }
                problems
            }
            Err(problem) => vec![problem],
        }
    }

    /// Takes a configuration, bare or wrapped for the console, in place of what was filled in.
    fn import(&mut self, json: &str) {
        let read = lanyard_core::config::unwrap_console(json);
        self.imported = Some(read.map(|mut values| {
            values.remove("configKeys");
            self.own = values.get("pack").and_then(|pack| Policy::parse(pack).ok());
            self.values = values;
            self.values.len()
        }));
    }

    /// Takes a pack from a file: TOML, or what `lanyard policy build` wrote.
    fn load(&mut self, name: &str, text: &str) {
        let read = if name.ends_with(".json") {
            let whole = |problem| vec![Mistake { file: name.to_owned(), line: 0, column: 0, problem }];
            Policy::parse(text).map_err(whole).and_then(|policy| {
                let problems = policy.check();
                if problems.is_empty() { Ok(policy) } else { Err(problems.into_iter().flat_map(whole).collect()) }
            })
        } else {
            let find = |base: &str| {
                self.packaged_by(base).cloned().ok_or_else(|| {
                    NoBase::Name(
                        Problem::new(
                            "pack-extends",
                            "extends",
                            "a policy that comes with Lanyard: this page cannot look into a folder",
                        )
                        .suggest(Some("build it with `lanyard policy build` and load the JSON".to_owned())),
                    )
                })
            };
            lanyard_pack::compile_with(name, text, &find)
        };
        match read {
            Ok(policy) => {
                self.set("pack", &serde_json::to_string(&policy).unwrap_or_default());
                self.values.remove("school");
                self.own = Some(policy);
                self.mistakes = Vec::new();
            }
            Err(mistakes) => self.mistakes = mistakes,
        }
    }
}

/// The open page.
struct Setup {
    dom: Dom,
    words: Words,
    state: RefCell<State>,
    place: Cell<Place>,
    /// The situation that is tried, and the other policy beside it.
    situation: Cell<usize>,
    beside: RefCell<String>,
}

/// Draws the page and answers to it from then on.
pub async fn open() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let dom = Dom { document };
    let spoken = chrome::ui_language();
    let words = language::words_of_pages(&spoken).await;
    let state = load().await;
    if let Some(root) = dom.document.document_element() {
        drop(root.set_attribute("lang", language::locale(&spoken)));
        drop(root.set_attribute("dir", language::direction(language::locale(&spoken))));
    }
    let beside = RefCell::new("tudhoe".to_owned());
    let setup = Rc::new(Setup {
        dom,
        words,
        state: RefCell::new(state),
        place: Cell::new(Place::Console),
        situation: Cell::new(0),
        beside,
    });
    if setup.draw().is_ok() {
        setup.listen();
        if let Some(root) = setup.dom.document.document_element() {
            drop(root.set_attribute("data-state", "ready"));
        }
    }
}

/// What the page needs from the package and from the browser.
async fn load() -> State {
    let mut state = State { extension: chrome::extension_id(), update_url: chrome::update_url(), ..State::default() };
    let list = |text: Option<String>| -> Vec<String> {
        let entries: Vec<Value> = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        entries.iter().filter_map(|entry| entry.get("id")?.as_str().map(str::to_owned)).collect()
    };
    for id in list(chrome::packaged("policies/index.json").await) {
        let json = chrome::packaged(&format!("policies/{id}.json")).await.unwrap_or_default();
        state.packaged.extend(Policy::parse(&json));
    }
    let json = |text: Option<String>| serde_json::from_str::<Value>(&text.unwrap_or_default()).unwrap_or_default();
    state.sites = parse_index(&chrome::packaged("sites/index.json").await.unwrap_or_default()).unwrap_or_default();
    for id in state.sites.iter().map(|site| site.id.clone()) {
        let file = json(chrome::packaged(&format!("sites/{id}.json")).await);
        state.site_files.insert(id, file);
    }
    state.site_shape = json(chrome::packaged("sites/shape.json").await);
    let schema = chrome::packaged("managed_schema.json").await.unwrap_or_default();
    let schema: Value = serde_json::from_str(&schema).unwrap_or_default();
    let text = |of: &Value, what: &str| of.get(what).and_then(Value::as_str).unwrap_or_default().to_owned();
    for (key, of) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        state.keys.insert(key.clone(), KeyText { title: text(of, "title"), description: text(of, "description") });
    }
    state.managed = chrome::managed().await.filter(|values| !values.is_empty());
    let device = chrome::device_config().await;
    state.on_device = device.is_some();
    // Whoever comes back goes on where they were.
    if let Some(device) = device {
        state.import(&device);
        state.imported = None;
    }
    state
}

impl Setup {
    fn page<'a>(&'a self, state: &'a State) -> Page<'a> {
        Page {
            pen: Pen { dom: &self.dom, words: &self.words },
            state,
            place: self.place.get(),
            situation: self.situation.get(),
            beside: self.beside.borrow().clone(),
        }
    }

    /// Draws everything anew, and puts the focus back where it was.
    fn draw(&self) -> Result<(), JsValue> {
        let focused = self.dom.document.active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        let state = self.state.borrow();
        self.page(&state).draw()?;
        drop(state);
        self.refresh()?;
        if let Some(id) = focused {
            files::focus(&self.dom, &id);
        }
        Ok(())
    }

    /// What follows from what was filled in: problems, the trial, what is given out.
    fn refresh(&self) -> Result<(), JsValue> {
        let state = self.state.borrow();
        self.page(&state).results()
    }

    fn listen(self: &Rc<Self>) {
        for kind in ["input", "change", "click"] {
            let setup = Rc::clone(self);
            EventListener::new(&self.dom.document, kind, move |event| setup.hear(event)).forget();
        }
    }

    fn hear(self: &Rc<Self>, event: &Event) {
        // Chromium says `change` of a field that is taken away while it is typed in, in the midst of
        // drawing; what stood in it was taken at each key.
        if self.state.try_borrow_mut().is_err() {
            return;
        }
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let done = match event.type_().as_str() {
            "click" => {
                let Ok(Some(button)) = target.closest("[data-do]") else { return };
                self.press(&button)
            }
            "change" if target.has_attribute("data-file") => return self.take_files(&target),
            "change" => self.choose(&target),
            _ => self.fill_in(&target),
        };
        drop(done);
    }

    /// A field that is being typed in.
    fn fill_in(&self, target: &Element) -> Result<(), JsValue> {
        let Some(text) = text_of(target) else { return Ok(()) };
        if let Some(key) = target.get_attribute("data-key") {
            let input = form::input_of(&key);
            let text = if input == Some(form::Input::Lines) { form::list(&text) } else { text };
            self.state.borrow_mut().set(&key, &text);
            return self.refresh();
        }
        if let Some(key) = target.get_attribute("data-cell") {
            self.take_rows(&key);
            return self.refresh();
        }
        Ok(())
    }

    /// A choice that was made.
    fn choose(&self, target: &Element) -> Result<(), JsValue> {
        let Some(text) = text_of(target) else { return Ok(()) };
        if let Some(rule) = target.get_attribute("data-rule-switch") {
            let on = target.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked);
            let mut state = self.state.borrow_mut();
            if let Some(rules) = form::switched(state.value("rules"), &rule, !on) {
                state.set("rules", &rules);
            }
            drop(state);
            return self.draw();
        }
        match target.id().as_str() {
            "policy" => {
                let mut state = self.state.borrow_mut();
                if text == "own" {
                    let own = state.own.as_ref().and_then(|own| serde_json::to_string(own).ok()).unwrap_or_default();
                    state.set("pack", &own);
                    state.values.remove("school");
                } else {
                    state.values.remove("pack");
                    state.set("school", &text);
                }
                drop(state);
                self.draw()
            }
            "situation" => {
                self.situation.set(text.parse().unwrap_or_default());
                self.refresh()
            }
            "beside" => {
                *self.beside.borrow_mut() = text;
                self.refresh()
            }
            "place" => {
                self.place.set(Place::by_id(&text).unwrap_or(Place::Console));
                self.refresh()
            }
            _ => self.fill_in(target),
        }
    }

    fn press(self: &Rc<Self>, button: &Element) -> Result<(), JsValue> {
        let what = button.get_attribute("data-do").unwrap_or_default();
        let key = button.get_attribute("data-of").unwrap_or_default();
        match what.as_str() {
            "add-row" => self.change_rows(&key, |rows, columns| rows.push(vec![String::new(); columns])),
            "remove-row" => {
                let at: usize = button.get_attribute("data-row").and_then(|row| row.parse().ok()).unwrap_or(usize::MAX);
                self.change_rows(&key, |rows, _| {
                    if at < rows.len() {
                        rows.remove(at);
                    }
                })
            }
            "import" => {
                let text = files::value(&self.dom, "paste");
                self.state.borrow_mut().import(&text);
                self.draw()
            }
            "import-managed" => {
                let mut state = self.state.borrow_mut();
                if let Some(managed) = state.managed.clone() {
                    let all: Map<String, Value> =
                        managed.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
                    state.import(&Value::Object(all).to_string());
                }
                drop(state);
                self.draw()
            }
            "roster-in" => {
                let mut state = self.state.borrow_mut();
                let made = state.read.as_ref().and_then(|read| read.roster.as_ref());
                if let Some((text, key)) = made.map(|made| (made.text.clone(), made.key.clone())) {
                    state.set("roster", &text);
                    state.set("rosterKey", &key);
                }
                drop(state);
                self.draw()
            }
            "save-roster" | "save-key" => {
                let state = self.state.borrow();
                let school = state.policy().map_or("school", |policy| policy.school.id.as_str()).to_owned();
                if let Some(made) = state.read.as_ref().and_then(|read| read.roster.as_ref()) {
                    let (name, bytes) = match what.as_str() {
                        "save-key" => (format!("{school}.roster.key"), made.key.as_bytes()),
                        _ if made.is_inline() => (format!("{school}.roster"), made.text.as_bytes()),
                        _ => (format!("{school}.roster"), made.table.as_slice()),
                    };
                    chrome::save(&self.dom, &name, bytes)?;
                }
                Ok(())
            }
            "save" | "save-pack" => {
                let state = self.state.borrow();
                let school = state.policy().map_or("school", |policy| policy.school.id.as_str()).to_owned();
                if what == "save-pack" {
                    let pack = state.policy().and_then(|policy| serde_json::to_string(policy).ok()).unwrap_or_default();
                    return chrome::save(&self.dom, &format!("{school}-pack.json"), pack.as_bytes());
                }
                let name = self.place.get().file(&school, &state.extension);
                chrome::save(&self.dom, &name, files::value(&self.dom, "out").as_bytes())
            }
            "copy" => {
                let text = files::value(&self.dom, "out");
                let setup = Rc::clone(self);
                spawn_local(async move {
                    let key = if crate::chrome::copy(&text).await { "admin_copied" } else { "admin_not_copied" };
                    setup.tell(key);
                });
                Ok(())
            }
            "try-here" | "forget-here" => {
                let setup = Rc::clone(self);
                let values = (what == "try-here").then(|| export::pushed(&self.state.borrow().values));
                spawn_local(async move {
                    let done = chrome::set_device_config(values.as_ref()).await;
                    setup.state.borrow_mut().on_device = done && values.is_some();
                    drop(setup.draw());
                    setup.tell(match (done, values.is_some()) {
                        (true, true) => "admin_here_on",
                        (true, false) => "admin_here_off",
                        (false, _) => "admin_not_copied",
                    });
                });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Says how a press went, for eyes and ears.
    fn tell(&self, key: &str) {
        if let Some(line) = self.dom.document.get_element_by_id("said") {
            line.set_text_content(Some(&Pen { dom: &self.dom, words: &self.words }.say(key)));
        }
    }

    /// Puts the cells of a key's rows into its text.
    fn take_rows(&self, key: &str) {
        let Some(input) = form::input_of(key) else { return };
        let rows = files::cells(&self.dom, key);
        self.state.borrow_mut().set(key, &form::text(input, &rows));
    }

    fn change_rows(&self, key: &str, change: impl FnOnce(&mut Vec<Vec<String>>, usize)) -> Result<(), JsValue> {
        let (Some(form::Input::Rows(columns) | form::Input::Named(columns) | form::Input::Lists(columns)), Some(input)) =
            (form::input_of(key), form::input_of(key))
        else {
            return Ok(());
        };
        let mut rows = files::cells(&self.dom, key);
        change(&mut rows, columns.len());
        self.state.borrow_mut().set(key, &form::text(input, &rows));
        let state = self.state.borrow();
        self.page(&state).rows_anew(key, &rows)?;
        drop(state);
        self.refresh()
    }

    fn take_files(self: &Rc<Self>, target: &Element) {
        let Some(input) = target.dyn_ref::<HtmlInputElement>().cloned() else { return };
        let what = target.get_attribute("data-file").unwrap_or_default();
        let setup = Rc::clone(self);
        spawn_local(async move {
            let texts = files::read(&input).await;
            {
                let mut state = setup.state.borrow_mut();
                match (what.as_str(), texts.first()) {
                    ("pack", Some(file)) => state.load(&file.name, &file.text),
                    ("import", Some(file)) => state.import(&file.text),
                    ("people", Some(_)) => {
                        let school = state.policy().map_or(String::new(), |policy| policy.school.id.clone());
                        let key = state.values.get("rosterKey").cloned();
                        let asked = people::Asked {
                            school: &school,
                            key: key.as_deref(),
                            role: word(&setup.dom, "people-role").and_then(|word| lanyard_people::role(&word)),
                            status: word(&setup.dom, "people-status").and_then(|word| lanyard_people::status(&word)),
                            legal_names: files::checked(&setup.dom, "people-legal"),
                            sites: state.sites.iter().map(|site| site.id.clone()).collect(),
                            random: [files::random(), files::random()],
                            now_ms: files::now_ms(),
                        };
                        let read = people::read(&texts, asked);
                        state.read = Some(read);
                    }
                    _ => {}
                }
            }
            drop(setup.draw());
        });
    }
}

fn word(dom: &Dom, id: &str) -> Option<String> {
    Some(files::value(dom, id)).filter(|word| !word.is_empty())
}

/// What stands in a field.
fn text_of(target: &Element) -> Option<String> {
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        return Some(area.value());
    }
    target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(id: &str) -> Policy {
        let path = format!("{}/../../extension/policies/{id}.toml", env!("CARGO_MANIFEST_DIR"));
        lanyard_pack::compile(&format!("{id}.toml"), &std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn state() -> State {
        State { packaged: vec![policy("tudhoe"), policy("st-marylebone")], ..State::default() }
    }

    #[test]
    fn a_configuration_is_taken_bare_or_wrapped_and_what_is_wrong_is_said() {
        let mut state = state();
        state.import(r#"{"school":{"Value":"tudhoe"},"schoolDomains":{"Value":"oakfield.sch.uk"},"configKeys":{"Value":"school, roster"}}"#);
        assert_eq!(state.imported, Some(Ok(2)));
        assert_eq!(state.policy().map(|policy| policy.school.id.as_str()), Some("tudhoe"));
        assert!(state.problems().is_empty(), "{:?}", state.problems());
        state.import(r#"{"school":"tudho","hours":"[{\"days\":\"monday\"}]"}"#);
        let paths: Vec<String> = state.problems().into_iter().map(|problem| problem.path).collect();
        assert!(paths.contains(&"school".to_owned()) && paths.contains(&"hours[0]".to_owned()), "{paths:?}");
        state.import("not json");
        assert!(matches!(state.imported, Some(Err(_))));
        assert_eq!(state.value("school"), "tudho", "what cannot be read takes nothing away");
    }

    #[test]
    fn a_pack_is_loaded_from_its_text_or_its_json_and_mistakes_have_their_line() {
        let mut state = state();
        state.load("riverside.toml", "extends = \"tudhoe\"\n[school]\nid = \"riverside\"\nname = \"Riverside\"\n");
        assert_eq!(state.policy().map(|policy| policy.school.id.as_str()), Some("riverside"), "{:?}", state.mistakes);
        assert!(!state.values.contains_key("school") && state.problems().is_empty());
        let json = state.value("pack").to_owned();
        state.load("riverside.toml", "[school]\nid = 3\n");
        assert_eq!(state.mistakes.first().map(|mistake| mistake.line), Some(2));
        assert_eq!(
            state.policy().map(|policy| policy.school.id.as_str()),
            Some("riverside"),
            "the last good one stays"
        );
        state.load("riverside.json", &json);
        assert!(state.mistakes.is_empty());
        state.load("riverside.json", "{}");
        assert!(!state.mistakes.is_empty());
        state.load("a.toml", "extends = \"trust.toml\"\n[school]\nid = \"a\"\n");
        assert!(state.mistakes.iter().any(|mistake| mistake.to_string().contains("lanyard policy build")));
    }

    #[test]
    fn what_is_set_in_place_of_a_site_files_facts_is_checked_and_comes_back_as_it_was() {
        let read = |name: &str| -> Value {
            let path = format!("{}/../../extension/sites/{name}.json", env!("CARGO_MANIFEST_DIR"));
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
        };
        let mut state = state();
        state.sites = parse_index(&Value::Array(vec![read("facebook")]).to_string()).unwrap();
        state.site_files.insert("facebook".to_owned(), read("facebook"));
        state.site_shape = read("site.schema");
        let sites = r#"{"facebook":{"labels":{"post":"Post"},"surfaces":{"pots":"off"}}}"#;
        state.import(&serde_json::json!({"school": "tudhoe", "accountCheck": "off", "sites": sites}).to_string());
        let paths: Vec<String> = state.problems().into_iter().map(|problem| problem.path).collect();
        assert_eq!(paths, ["sites.facebook.surfaces.pots", "sites.facebook.labels.post"]);
        assert_eq!(export::pushed(&state.values).get("sites").map(String::as_str), Some(sites));
        assert_eq!(form::input_of("sites"), Some(form::Input::Json), "it is one text, whatever is in it");
    }

    #[test]
    fn without_a_policy_that_is_the_problem() {
        assert_eq!(state().problems().first().map(|problem| problem.code.as_str()), Some("policy-none"));
    }
}
