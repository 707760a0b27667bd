//! The ways into what reads and judges what pages see.

use lanyard_core::observation::Observation;
use lanyard_core::protocol::Shown;

use crate::host::{Clock, Event, Host};

/// Hears what a page says once it has said hello.
#[inline(never)]
pub(in crate::host) fn hear(host: &mut Host, id: &str, json: &str, clock: &dyn Clock) {
    host.hear_surface(id, json, clock);
}

/// Hears an event that is about what pages see.
#[inline(never)]
pub(in crate::host) fn handle(host: &mut Host, event: Event, clock: &dyn Clock) {
    match event {
        Event::Sized(document, name, size) => host.sized(&document, &name, size, clock),
        Event::Looked(document, name, facts) => host.looked(&document, &name, &facts, clock),
        Event::Frame(document, address) => host.framed(&document, address.as_deref(), clock),
        Event::Stayed(document) => host.stayed(&document, clock),
        Event::Page(document, Some(moment)) => host.moment(&document, moment, clock),
        Event::Page(document, None) => host.show_sent(&document, clock),
        _ => {}
    }
}

/// Surfaces have left with their page.
#[inline(never)]
pub(in crate::host) fn left(host: &mut Host, observations: Vec<Observation>, clock: &dyn Clock) {
    host.left(observations, clock);
}

/// Judges everything that is open anew.
#[inline(never)]
pub(in crate::host) fn judge_all(host: &mut Host, clock: &dyn Clock) {
    host.judge_others("", "", clock);
}

/// What is found at an address alone.
#[inline(never)]
pub(in crate::host) fn visited(host: &Host, address: &str, clock: &dyn Clock) -> Option<(String, Vec<Shown>)> {
    host.visited(address, clock)
}

/// Whether the files on a message may be read.
#[inline(never)]
pub(in crate::host) fn reads_files(host: &Host, observation: &Observation, clock: &dyn Clock) -> bool {
    host.reads_files(observation, clock)
}

/// Saves a number or an address of the person's own.
#[inline(never)]
pub(in crate::host) fn add_own(host: &mut Host, text: &str) -> bool {
    host.answers.memory.add_own(text)
}

/// What a piece of a file's text holds.
#[inline(never)]
pub(in crate::host) fn scan(host: &Host, text: &str, clock: &dyn Clock) -> Vec<(&'static str, usize)> {
    host.scan_text(text, clock)
}
