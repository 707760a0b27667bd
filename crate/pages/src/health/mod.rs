//! The health page, for whoever supports Lanyard: version, policy, configuration, list, sites. It works in any
//! state, also where the worker does not answer, and what it copies holds nothing of a person.

mod model;
mod view;

use gloo::events::EventListener;
use js_sys::Date;
use lanyard_core::protocol::{FromPopup, HealthState, Working};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use crate::chrome;
use crate::opened::{self, Opened};
use crate::sees::day_and_time;
use model::Known;

/// Draws the page.
pub async fn open() {
    let asked = chrome::send(&FromPopup::Health {});
    if let Some(opened) = Opened::new("health_title").await {
        let answer = chrome::answer(asked).await;
        opened.ready(start(&opened, answer).await);
    }
}

async fn start(opened: &Opened, answer: Option<String>) -> Result<(), JsValue> {
    let known = ask(opened, answer).await;
    let facts = model::facts(&known, &opened.words);
    let problems = known.state.as_ref().map(|health| health.state.problems.clone()).unwrap_or_default();
    let active = known.state.as_ref().is_some_and(|health| health.state.state == Working::Active);
    view::draw(&opened.pen(), &facts, &problems, active)?;

    let report = model::report(&facts, &problems);
    let (copied, refused) = (opened.pen().say("health_copied"), opened.pen().say("health_not_copied"));
    let document = opened.dom.document.clone();
    EventListener::new(&opened.dom.document, "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_none_or(|target| target.id() != "copy") {
            return;
        }
        let (report, copied, refused) = (report.clone(), copied.clone(), refused.clone());
        let said = document.get_element_by_id("copy-said");
        spawn_local(async move {
            let ok = chrome::copy(&report).await;
            if let Some(said) = said {
                said.set_text_content(Some(if ok { &copied } else { &refused }));
            }
        });
    })
    .forget();
    Ok(())
}

async fn ask(opened: &Opened, answer: Option<String>) -> Known {
    let state = answer.and_then(|answer| HealthState::read(&answer));
    let policy = match &opened.state {
        Some(state) => opened::policy_text(state).await,
        None => None,
    };
    let (local, session) = chrome::stored().await;
    let when = |ms: Option<f64>| ms.filter(|ms| *ms > 0.0).map(|ms| day_and_time(ms, &opened.words));
    let hosted = local.get("hosted").or_else(|| session.get("hosted"));
    let index = chrome::packaged("sites/index.json").await.unwrap_or_default();
    let agent = opened.window.navigator().user_agent().unwrap_or_default();
    let browser = agent.split("Chrome/").nth(1).and_then(|rest| rest.split('.').next()).unwrap_or_default();
    Known {
        version: chrome::own_manifest()["version"].as_str().unwrap_or_default().to_owned(),
        browser: browser.to_owned(),
        installed: chrome::install_type().await,
        school: policy
            .as_deref()
            .and_then(|text| lanyard_core::policy::Policy::parse(text).ok())
            .map(|policy| policy.school),
        hash: match &policy {
            Some(text) => chrome::sha256(text).await,
            None => String::new(),
        },
        since: when(local.get("since").and_then(serde_json::Value::as_f64)),
        asked: when(hosted.and_then(|hosted| hosted["asked"].as_f64())),
        scripts: model::scripts(&chrome::registered().await),
        verified: model::verified(&serde_json::from_str(&index).unwrap_or_default()),
        blocked: chrome::blocked_tabs().await,
        now_ms: Date::now() as i64,
        state,
    }
}
