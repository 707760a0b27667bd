//! Judges what a page holds against a school's own acceptable-use policy.
//!
//! Pure: no I/O, no clock, no browser, no randomness. The same observation, policy,
//! configuration, roster, memory and context give the same verdict, natively and in Wasm.
//!
//! The way through: a page's [`observation::Observation`] goes into [`engine::Engine::judge`],
//! a [`finding::Verdict`] comes out, [`show::finding`] puts it into words.

mod base64;
pub mod catalogue;
pub mod category;
pub mod config;
pub mod counts;
pub mod duties;
pub mod engine;
pub mod envelope;
pub mod file;
pub mod finding;
pub mod first;
pub mod memory;
pub mod moment;
pub mod observation;
pub mod policy;
pub mod problem;
pub mod protected;
pub mod protocol;
mod read;
pub mod reminder;
pub mod roster;
pub mod rules;
pub mod show;
pub mod site;
pub mod sorted;
pub mod text;
pub mod trial;
pub mod words;
mod write;
