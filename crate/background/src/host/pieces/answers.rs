//! The way into what answers the extension's own pages.

use crate::host::{Clock, Event, Host};

/// Hears an event that is about a question.
#[inline(never)]
pub(in crate::host) fn handle(host: &mut Host, event: Event, clock: &dyn Clock) {
    match event {
        Event::Asked(request, sender, json) => host.asked(request, &sender, &json, clock),
        Event::Tab(request, address) => host.tab_found(request, address, clock),
        Event::Called(request, heard) => host.called(request, heard, clock),
        Event::Waited(request) => host.waited(request, clock),
        Event::Shortcut(tab) => host.shortcut(tab, clock),
        Event::Settled => host.advance_all(clock),
        _ => {}
    }
}
