//! A store provider made by hand: its objects are vtables and counts, and nothing of the runtime's
//! own objects is in it. It is correct, and does otherwise only what its habits say. Here are its
//! sessions; what a test tells it is in `state.rs`, the habits in `habit.rs`, the objects in
//! `provider.rs` and `objects.rs`, what it has from MAPI in `../support_object.rs`. Everything of
//! one provider runs on its test's thread.

mod face;
mod habit;
mod methods;
mod objects;
mod provider;
mod refusals;
mod service;
mod state;

pub use habit::Habit;
pub use provider::init;
pub use service::service_entry;
pub use state::{RawStore, UID, entry};

use provider_runtime::session::{Module, Options, Profile, ProviderEntry, Service, Session};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

impl RawStore {
    /// A session with one store of the provider, and no spooler.
    pub fn session(&self) -> Session {
        self.session_with(Options::new().no_mail())
    }

    /// A session that behaves otherwise.
    pub fn session_with(&self, options: Options) -> Session {
        let clock = Arc::clone(&self.clock);
        let seconds = move || Duration::from_secs(clock.load(Ordering::Relaxed));
        let options = options.profile(Profile::named("by hand")).service_entry(service_entry::<0>).clock(seconds);
        Session::start_with(init::<0>, options).unwrap()
    }
}

/// A profile with one store of each of these providers, in services and DLLs of their own.
pub fn of_two_dlls() -> (Profile, Options) {
    let store = |name: &str, dll: &str| Service::named(name, dll).provider(ProviderEntry::store(name));
    let profile = Profile::empty("by hand").service(store("FIRST", "first.dll")).service(store("SECOND", "second.dll"));
    let options = Options::new().no_mail();
    (profile, options.link("first.dll", Module::store(init::<0>)).link("second.dll", Module::store(init::<1>)))
}
