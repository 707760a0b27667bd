//! A renderer that was taken over, without a browser: whatever is said on a Port, the host answers the others as before.

use super::*;

/// Numbers that can be had again (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// Changes a value at random: another shape, too much, nothing.
fn garble(value: &Value, chance: &mut Chance) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e308),
        json!(""),
        json!("\u{0}\u{202e}"),
        json!("x".repeat(5_000)),
        json!([]),
        json!({}),
        json!([[[[[[1]]]]]]),
        json!(9_007_199_254_740_993_u64),
    ];
    if chance.below(6) == 0 {
        return odd[chance.below(odd.len())].clone();
    }
    match value {
        Value::Array(all) => {
            let mut changed: Vec<Value> = all.iter().map(|one| garble(one, chance)).collect();
            if chance.below(5) == 0 {
                changed.extend(std::iter::repeat_n(odd[chance.below(odd.len())].clone(), 300));
            }
            Value::Array(changed)
        }
        Value::Object(all) => {
            let mut changed = Map::new();
            for (key, one) in all {
                match chance.below(12) {
                    0 => {}
                    1 => drop(changed.insert(format!("{key}x"), one.clone())),
                    _ => drop(changed.insert(key.clone(), garble(one, chance))),
                }
            }
            Value::Object(changed)
        }
        other => other.clone(),
    }
}

fn valid() -> Vec<Value> {
    vec![
        json!({"type": "hello", "protocol": 1}),
        json!({"type": "observe", "hash": "h", "quiet": false, "observation": request("Sam Okoro", None)}),
        json!({"type": "observe", "hash": "h", "quiet": true, "observation": mail(&["a@post.example", "b@post.example", "c@post.example"])}),
        json!({"type": "gone", "surface": "facebook/request#1"}),
        json!({"type": "moved"}),
        json!({"type": "unchecked", "surface": "facebook/request#1", "reason": "expect", "missing": ["name"]}),
        json!({"type": "need", "part": "show"}),
        json!({"type": "act", "finding": "facebook/request#1 social-pupil-connection", "remedy": "not-now", "outcome": "asked"}),
        json!({"type": "moment", "moment": "printed"}),
        json!({"type": "sent", "step": "pressed"}),
    ]
}

#[test]
fn two_thousand_garbled_messages_move_nothing_of_another_page() {
    let mut chance = Chance(0x1a57_a7d0);
    let valid = valid();
    for round in 0..8_u32 {
        let mut desk = Desk::of(SCHOOL);
        desk.open(1, MAIL);
        let first = desk.observe(1, mail(&FAMILIES));
        assert!(!first.is_empty());
        let written = desk.local.clone();
        desk.open(2, FACEBOOK);
        for _ in 0..250 {
            let message = garble(&valid[chance.below(valid.len())], &mut chance).to_string();
            // Cut off anywhere, as a message never is.
            let cut = (0..=chance.below(message.len() + 1)).rev().find(|at| message.is_char_boundary(*at)).unwrap_or(0);
            let text = if chance.below(4) == 0 { message[..cut].to_owned() } else { message };
            desk.hear(Event::Said(2, text));
            desk.clock.0.set(desk.clock.0.get() + 60);
        }
        // Findings of the others, answered from their own pages alone.
        for finding in &first {
            for remedy in ["not-now", "need-to-see", "less", "handbook", ""] {
                desk.say(2, json!({"type": "act", "finding": finding.id, "remedy": remedy, "outcome": "asked"}));
            }
        }
        let findings: Vec<String> = desk.popup(1).findings.iter().map(|one| one.id.clone()).collect();
        assert_eq!(findings, first.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), "round {round}");
        assert_eq!(desk.local.get("kept"), written.get("kept"), "round {round}: an answer was written down");
        assert!(desk.sent.iter().all(|(port, message)| *port != 2
            || !matches!(message, ToPage::Findings { surface, .. } if surface.starts_with("roundcube/"))));
    }
}

#[test]
fn stored_values_that_were_flipped_or_cut_start_a_worker_all_the_same() {
    let mut chance = Chance(0x5eed);
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let found = desk.observe(1, mail(&FAMILIES));
    desk.say(1, json!({"type": "act", "finding": found[0].id, "remedy": "not-now", "outcome": "asked"}));
    let (local, session) = (desk.local.clone(), desk.session.clone());
    for round in 0..80 {
        let (Value::Object(bad), Value::Object(worse)) =
            (garble(&Value::Object(local.clone()), &mut chance), garble(&Value::Object(session.clone()), &mut chance))
        else {
            continue;
        };
        (desk.local, desk.session) = (bad, worse);
        // What people set on the device is read apart from it.
        desk.local.remove("config");
        desk.wake();
        desk.open(1, MAIL);
        assert!(!desk.observe(1, mail(&FAMILIES)).is_empty(), "round {round}: nothing is found");
    }
}

#[test]
fn a_clock_that_goes_back_does_not_stop_look_ups_for_the_time_between() {
    let roster = super::roster("st-marylebone", NOW_MS);
    let mut desk = Desk::of(&with_roster(SCHOOL, &roster));
    desk.clock.0.set(NOW_MS + 20 * DAY_MS);
    desk.open(2, FACEBOOK);
    for n in 0..60 {
        desk.observe(2, request(&format!("Person Number{n}"), None));
    }
    desk.observe(2, request("Somebody Else", None));
    assert_eq!(desk.popup(2).unchecked.len(), 1, "sixty are enough for a minute");
    desk.clock.0.set(NOW_MS);
    desk.observe(2, request("Somebody Other", None));
    assert_eq!(desk.popup(2).unchecked.len(), 0, "what was asked in the future holds nobody up");
}
