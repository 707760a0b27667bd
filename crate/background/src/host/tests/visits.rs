//! Pages that are judged by their address alone.

use super::*;

const PROXY: &str = "https://eu1.proxysite.com";
const IN_USE: &str = "https://eu1.proxysite.com/process.php?d=secret-address&b=1";
const STORE: &str = "https://chromewebstore.google.com/detail/free-vpn-for-chrome/abcdefghijklmnop";

/// A page of the proxy in tab `port`, at this address.
fn open(desk: &mut Desk, port: u32, origin: &str, address: &'static str) -> Vec<Shown> {
    desk.frames.insert(format!("document {port}"), address);
    desk.open(port, origin);
    desk.findings(port)
}

fn site(desk: &Desk, port: u32) -> Option<Value> {
    desk.sent.iter().rev().find_map(|(to, message)| match message {
        ToPage::Site { site, .. } if *to == port => Some(site.clone()),
        _ => None,
    })
}

#[test]
fn scripts_are_registered_for_the_lists_that_a_rule_of_this_school_looks_at() {
    let desk = Desk::of(SCHOOL);
    let pages = desk.scripts.iter().find(|script| script.id == "pages").expect("a registration");
    assert!(pages.matches.contains(&"*://*.proxysite.com/*".to_owned()) && !pages.frames);
    assert!(!pages.matches.iter().any(|pattern| pattern.contains("amazon")), "no rule here looks at shops");
    assert!(pages.exclude.contains(&"*://mail.oakfield.sch.uk/*".to_owned()), "one script a page");
    let off = [SCHOOL, &[("sites", r#"{"proxies":"off"}"#)][..]].concat();
    let desk = Desk::of(&off);
    assert!(!desk.matches().iter().any(|pattern| pattern.contains("proxysite")), "a list can be switched off");
}

#[test]
fn nothing_is_read_and_nothing_registered_where_no_rule_looks_at_a_list() {
    let prompts = "data-pupil-personal-outside";
    let pages = |entry: &&lanyard_core::rules::Entry| entry.kinds.contains(&Kind::PageVisit) || entry.id == prompts;
    let pages = lanyard_core::rules::REGISTRY.iter().filter(pages);
    let rules: Vec<String> = pages.map(|entry| format!(r#""{}":"off""#, entry.id)).collect();
    let rules = format!("{{\"reminders\":\"off\",{}}}", rules.join(","));
    let off = [SCHOOL, &[("rules", rules.as_str())][..]].concat();
    let desk = Desk::of(&off);
    assert!(desk.scripts.iter().all(|script| script.id != "pages"));
    assert!(desk.host.as_ref().is_some_and(|host| host.facts.files.get(&File::Categories).is_none()));
}

#[test]
fn registration_waits_for_the_lists_and_pages_wait_with_it() {
    let mut desk = Desk::new();
    desk.managed = Some(texts(SCHOOL));
    desk.slow = true;
    desk.wake();
    let answer = |desk: &mut Desk, wanted: fn(&File) -> bool| {
        while let Some(at) = desk.fetches.iter().position(wanted) {
            let file = desk.fetches.remove(at);
            let text = packaged(&file);
            desk.hear(Event::Packaged(file, text));
        }
    };
    answer(&mut desk, |file| *file != File::Categories);
    assert_eq!((desk.registered, desk.fetches.as_slice()), (0, &[File::Categories][..]));
    desk.frames.insert("document 1".to_owned(), IN_USE);
    desk.open(1, PROXY);
    assert_eq!(site(&desk, 1), None, "it is not known yet whether there is something to do");
    desk.open(2, MAIL);
    answer(&mut desk, |file| *file != File::Categories);
    assert!(site(&desk, 2).is_some(), "mail does not wait");
    answer(&mut desk, |_| true);
    assert_eq!(desk.registered, 1);
    assert!(site(&desk, 1).is_some());
    assert_eq!(desk.findings(1).len(), 1);
}

#[test]
fn g6_a_page_is_judged_by_what_the_browser_says_and_its_address_goes_nowhere() {
    let mut desk = Desk::of(SCHOOL);
    let shown = open(&mut desk, 1, PROXY, IN_USE);
    assert_eq!(shown.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["web/page#1 web-filter-bypass"]);
    assert_eq!(site(&desk, 1), Some(json!({"id": "web", "surfaces": [], "page": true})));
    assert!(!format!("{:?}{:?}", desk.sent, desk.host).contains("secret-address"), "not even in memory");
    assert!(open(&mut desk, 2, PROXY, "https://eu1.proxysite.com/").is_empty(), "its front page");
    assert!(open(&mut desk, 3, PROXY, "https://other.example/process.php").is_empty(), "another host than it said");
    desk.open(4, PROXY);
    assert!(desk.findings(4).is_empty(), "a page inside a page");
}

#[test]
fn a_page_says_nothing_of_itself() {
    let mut desk = Desk::of(SCHOOL);
    open(&mut desk, 1, PROXY, "https://eu1.proxysite.com/");
    let claim = json!({"kind": "pageVisit", "surface": {"site": "web", "name": "page", "n": 1},
        "host": "www.proxysite.com", "categories": ["proxies"], "page": "relay"});
    assert!(desk.observe(1, claim).is_empty());
    desk.open(2, FACEBOOK);
    let claim = json!({"kind": "pageVisit", "surface": {"site": "facebook", "name": "page", "n": 1},
        "host": "www.proxysite.com", "categories": ["proxies"], "page": "relay"});
    assert!(desk.observe(2, claim).is_empty());
}

#[test]
fn an_address_that_changes_in_place_is_looked_at_again() {
    let mut desk = Desk::of(SCHOOL);
    assert!(open(&mut desk, 1, PROXY, "https://eu1.proxysite.com/").is_empty());
    desk.frames.insert("document 1".to_owned(), IN_USE);
    desk.say(1, json!({"type": "moved"}));
    assert_eq!(desk.findings(1).len(), 1);
    desk.frames.insert("document 1".to_owned(), "https://eu1.proxysite.com/");
    desk.say(1, json!({"type": "moved"}));
    assert!(desk.findings(1).is_empty(), "gone with its cause");
}

#[test]
fn g9_an_answer_about_a_page_is_kept_in_memory_alone() {
    let mut desk = Desk::of(SCHOOL);
    open(&mut desk, 1, PROXY, IN_USE);
    desk.say(
        1,
        json!({"type": "act", "finding": "web/page#1 web-filter-bypass", "remedy": "agreed", "outcome": "asked"}),
    );
    assert!(desk.findings(1).is_empty());
    assert!(open(&mut desk, 2, PROXY, IN_USE).is_empty(), "in another tab too");
    assert!(!desk.local.contains_key("kept") && desk.session.contains_key("fleeting"));
    assert!(!format!("{:?}{:?}", desk.local, desk.session).contains("proxysite"));
    desk.wake();
    assert!(open(&mut desk, 3, PROXY, IN_USE).is_empty(), "a worker that starts again remembers");
}

#[test]
fn a_popup_lists_the_page_also_where_no_script_can_be() {
    let mut desk = Desk::of(SCHOOL);
    desk.tabs.insert(1, IN_USE);
    open(&mut desk, 1, PROXY, IN_USE);
    let state = desk.popup(1);
    assert_eq!(state.findings.len(), 1);
    assert_eq!(state.looked[0].surface, "web/page#1");
    desk.tabs.insert(2, STORE);
    let state = desk.popup(2);
    assert!(state.covered && state.unchecked.is_empty());
    assert_eq!(state.findings[0].id, "web/page#1 web-filter-bypass");
    desk.tabs.insert(3, "https://chromewebstore.google.com/search/vpn");
    let state = desk.popup(3);
    assert!(state.covered && state.findings.is_empty(), "looking for one is no use of one");
}

#[test]
fn the_schools_own_entries_are_heard_and_wrong_ones_reported() {
    let hosts = r#"{"roundcube":["mail.oakfield.sch.uk"],"approved":["proxysite.com"],"proxies":["tunnel.example","www.nhs.uk"]}"#;
    let keys = [&SCHOOL[..3], &[("hosts", hosts)][..]].concat();
    let mut desk = Desk::of(&keys);
    assert_eq!(desk.problems(), ["host-protected hosts.proxies[1]"]);
    assert!(desk.matches().contains(&"*://*.tunnel.example/*") && !desk.matches().contains(&"*://*.proxysite.com/*"));
    desk.open(1, PROXY);
    assert_eq!(desk.sent.last(), Some(&(1, ToPage::Nothing)));
}

#[test]
fn a_page_with_a_site_file_has_it_beside_its_other_surfaces() {
    let hosts = r#"{"proxies":["www.facebook.com"]}"#;
    let keys = [TUDHOE, &[("hosts", hosts)][..]].concat();
    let mut desk = Desk::of(&keys);
    let shown = open(&mut desk, 1, FACEBOOK, "https://www.facebook.com/l.php?u=https%3A%2F%2Fa.example");
    let site = site(&desk, 1).expect("a site file");
    assert!(site["surfaces"].as_array().is_some_and(|all| all.len() > 2) && site["page"] == true);
    assert_eq!(shown[0].surface, "facebook/page#1");
    let stays: Vec<&str> = desk.stays.iter().map(String::as_str).collect();
    assert_eq!(stays, ["document 1"], "it is said when the time to leave is over");
}

#[test]
fn a_site_that_is_off_is_off_for_its_address_too() {
    let keys = [TUDHOE, &[("hosts", r#"{"proxies":["x.com"]}"#), ("sites", r#"{"facebook":"off"}"#)][..]].concat();
    let desk = Desk::of(&keys);
    assert!(desk.host.as_ref().is_some_and(|host| host.told("https://www.facebook.com/").is_none()));
    assert!(desk.host.as_ref().is_some_and(|host| host.told("https://x.com/").is_some()));
}

const SHOP: &str = "https://www.argos.co.uk";

fn form(value: &str) -> Value {
    json!({"kind": "profileField", "surface": {"site": "web", "name": "signup", "n": 1}, "host": "www.union.example",
        "field": "email", "value": value})
}

#[test]
fn forms_for_an_account_are_looked_for_only_where_a_rule_does_and_only_on_its_lists() {
    let mut desk = Desk::of(TUDHOE);
    open(&mut desk, 1, SHOP, "https://www.argos.co.uk/register");
    let sent = site(&desk, 1).expect("a site file");
    assert_eq!(sent["surfaces"][0]["name"], "signup");
    assert!(!sent.to_string().contains("EMAIL") && sent["page"] == true);
    let shown = desk.observe(1, form("@oakfield.sch.uk"));
    assert_eq!(shown.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["web/signup#1 email-work-only"]);
    assert!(desk.observe(1, form("@example.com")).is_empty());
    open(&mut desk, 2, PROXY, "https://eu1.proxysite.com/");
    assert_eq!(site(&desk, 2).expect("a site file")["surfaces"], json!([]), "a list of another rule");
    assert!(desk.observe(2, form("@oakfield.sch.uk")).is_empty());
    desk.open(3, FACEBOOK);
    assert!(desk.observe(3, form("@oakfield.sch.uk")).is_empty(), "a site of its own");
    let mut off = Desk::of(&[TUDHOE, &[("rules", r#"{"email-work-only":"off"}"#)][..]].concat());
    open(&mut off, 1, SHOP, "https://www.argos.co.uk/register");
    assert_eq!(site(&off, 1).expect("a site file")["surfaces"], json!([]));
    assert!(off.observe(1, form("@oakfield.sch.uk")).is_empty());
}

#[test]
fn g9_an_answer_about_a_form_holds_for_its_host_and_in_memory_alone() {
    let mut desk = Desk::of(TUDHOE);
    open(&mut desk, 1, SHOP, "https://www.argos.co.uk/register");
    let shown = desk.observe(1, form("@oakfield.sch.uk"));
    desk.act(1, &shown[0], "work", "asked");
    assert!(desk.findings(1).is_empty());
    // What a page says of its host is not believed.
    open(&mut desk, 2, "https://www.netflix.com", "https://www.netflix.com/signup");
    assert_eq!(desk.observe(2, form("@oakfield.sch.uk")).len(), 1);
    assert!(!desk.local.contains_key("kept"));
    assert!(!Value::Object(desk.session.clone()).to_string().contains("argos"));
}

/// What the page's script for files and the reader say of a file.
fn give(desk: &mut Desk, name: &str, facts: Option<&str>) {
    desk.hear(Event::Sized("document 1".to_owned(), name.to_owned(), 900));
    if let Some(facts) = facts {
        desk.hear(Event::Looked("document 1".to_owned(), name.to_owned(), facts.to_owned()));
    }
}

const REVIEW: &str = r#"{"format":"text","protection":"none","holds":[{"place":"visible","kind":"upn","count":1},{"place":"visible","kind":"special-needs","count":1}]}"#;

#[test]
fn files_for_an_assistant_are_looked_into_where_a_clause_is_about_it_and_nothing_of_them_is_written() {
    let mut desk = Desk::of(TUDHOE);
    open(&mut desk, 1, ASSISTANT, "https://chatgpt.com/c/1");
    assert_eq!(desk.offers, [(1, "document 1".to_owned())], "the page hears of files");
    let host = |desk: &Desk| {
        desk.host.as_ref().map(|host| {
            (
                host.files_to_look_at("document 1", &desk.clock).concat(),
                host.wants_file("document 1", "a.csv", &desk.clock),
            )
        })
    };
    assert_eq!(host(&desk), Some(("/".to_owned(), true)));
    give(&mut desk, "plan.docx", Some(r#"{"format":"document","protection":"none"}"#));
    assert!(desk.findings(1).is_empty());
    give(&mut desk, "secret-name.csv", Some(REVIEW));
    let shown = desk.findings(1);
    assert_eq!(shown.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["web/page#1 data-pupil-personal-outside"]);
    // Another file of that name holds nothing yet; the same again, and an answer.
    give(&mut desk, "secret-name.csv", None);
    assert!(desk.findings(1).is_empty());
    give(&mut desk, "secret-name.csv", Some(REVIEW));
    let shown = desk.findings(1);
    desk.act(1, &shown[0], "work", "asked");
    assert!(desk.findings(1).is_empty());
    let stored = format!("{:?}{:?}", desk.local, desk.session);
    assert!(!stored.contains("secret-name") && !stored.contains("chatgpt") && !desk.local.contains_key("kept"), "G9");
    for n in 0..200 {
        give(&mut desk, &format!("{n}.csv"), None);
    }
    let many = desk.host.as_ref().map(|host| host.files_to_look_at("document 1", &desk.clock).len());
    assert_eq!(many, Some(1), "however many are given");
}

#[test]
fn a_file_for_a_store_is_looked_into_where_a_clause_is_about_it_and_a_school_may_put_drive_on_its_list() {
    const STORE: (&str, &str) = ("https://app.box.com", "https://app.box.com/folder/1");
    const DRIVE: (&str, &str) = ("https://drive.google.com", "https://drive.google.com/drive/my-drive");
    let listed = [TUDHOE, &[("hosts", r#"{"file-stores": ["drive.google.com"]}"#)][..]].concat();
    let approved = [TUDHOE, &[("hosts", r#"{"approved": ["app.box.com"]}"#)][..]].concat();
    for (keys, (origin, address), asked) in [
        (TUDHOE, STORE, Some("web/page#1 data-pupil-personal-outside")),
        // Whose account is open there nobody can tell.
        (TUDHOE, DRIVE, None),
        (&listed[..], DRIVE, Some("drive/page#1 data-pupil-personal-outside")),
        (&approved[..], STORE, None),
    ] {
        let mut desk = Desk::of(keys);
        open(&mut desk, 1, origin, address);
        assert_eq!(desk.offers.len(), usize::from(asked.is_some()), "{address}");
        give(&mut desk, "worksheet.docx", Some(r#"{"format":"document","protection":"none"}"#));
        give(&mut desk, "locked.xlsx", Some(r#"{"protection":"protected","unchecked":"protected"}"#));
        assert!(asked.is_none() || desk.findings(1).is_empty(), "{address}");
        give(&mut desk, "secret-name.csv", Some(REVIEW));
        if let Some(id) = asked {
            assert_eq!(desk.findings(1).iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [id], "{address}");
            assert!(site(&desk, 1).is_some_and(|sent| !sent.to_string().contains("prompt")), "{address}");
        } else {
            assert!(!desk.host.as_ref().is_some_and(|host| host.wants_file("document 1", "a.csv", &desk.clock)));
        }
        let stored = format!("{:?}{:?}", desk.local, desk.session);
        assert!(!stored.contains("secret-name") && !stored.contains("box.com/folder"), "G9");
    }
}

#[test]
fn no_file_is_asked_for_on_other_pages_and_where_a_clause_is_about_saving_alone_its_content_is_nobodys() {
    let provided = [TUDHOE, &[("hosts", r#"{"approved": ["chatgpt.com"]}"#)][..]].concat();
    let mut desk = Desk::of(&provided);
    open(&mut desk, 1, ASSISTANT, "https://chatgpt.com/c/1");
    assert!(desk.offers.is_empty());
    let mut desk = Desk::of(TUDHOE);
    open(&mut desk, 1, SHOP, "https://www.argos.co.uk/register");
    assert!(desk.offers.is_empty(), "a shop is given no file");
    let droitwich = [("school", "droitwich-spa"), ("schoolDomains", "oakfield.sch.uk"), ("accountCheck", "off")];
    let mut desk = Desk::of(&droitwich);
    let shown = open(&mut desk, 1, "https://www.dropbox.com", "https://www.dropbox.com/home");
    let presentation = |shown: &[Shown]| shown.iter().map(|one| format!("{:?}", one.presentation)).collect::<String>();
    assert_eq!(presentation(&shown), "Mark");
    assert_eq!(desk.offers.len(), 1);
    assert!(!desk.host.as_ref().is_some_and(|host| host.wants_file("document 1", "a.csv", &desk.clock)));
    give(&mut desk, "a.csv", None);
    assert_eq!(presentation(&desk.findings(1)), "Note");
}

const ASSISTANT: &str = "https://chatgpt.com";

fn prompt(text: &str) -> Value {
    json!({"kind": "postAudience", "surface": {"site": "web", "name": "prompt", "n": 1}, "text": text})
}

#[test]
fn prompts_are_looked_at_on_assistants_alone_and_not_where_the_school_provides_them_or_no_clause_is_about_it() {
    const NOTE: &str = "UPN H801200001001 has an EHCP and was permanently excluded.";
    let mut desk = Desk::of(TUDHOE);
    open(&mut desk, 1, ASSISTANT, "https://chatgpt.com/c/1");
    let sent = site(&desk, 1).expect("a site file");
    assert_eq!(sent["surfaces"][0]["name"], "prompt");
    assert!(!sent.to_string().contains("BOX") && !sent.to_string().contains("SEND"));
    let shown = desk.observe(1, prompt(NOTE));
    assert_eq!(
        shown.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        ["web/prompt#1 data-pupil-personal-outside"]
    );
    desk.act(1, &shown[0], "work", "asked");
    assert!(desk.findings(1).is_empty());
    assert!(!desk.local.contains_key("kept"), "G9");
    open(&mut desk, 2, SHOP, "https://www.argos.co.uk/register");
    assert!(desk.observe(2, prompt(NOTE)).is_empty(), "a list of another rule");
    let provided = [TUDHOE, &[("hosts", r#"{"approved": ["chatgpt.com"]}"#)][..]].concat();
    let off = [TUDHOE, &[("rules", r#"{"data-pupil-personal-outside": "off"}"#)][..]].concat();
    for settings in [provided, off] {
        let mut desk = Desk::of(&settings);
        open(&mut desk, 1, ASSISTANT, "https://chatgpt.com/c/1");
        assert!(desk.observe(1, prompt(NOTE)).is_empty());
        assert!(site(&desk, 1).is_none(), "nothing is looked for");
    }
}
