//! One logon of an author's provider, as every COM object of that logon shares it. Its end is in `end.rs`, the list of
//! its opened objects in `children.rs`, what several logons share in `home.rs`.

use super::children::Children;
use super::home::Home;
use super::kind::Served;
use super::link::Link;
use super::object::StatusObject;
use super::turns::Turns;
use crate::abi::flag::STATUS_VALIDATE_STATE;
use crate::abi::tags;
use crate::error::{Code, Error, Result};
use crate::provider::{Access, Property, Uid};
use crate::sync::lock;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock};

/// The logon. A child keeps it alive, never the logon object; the support object it holds through its link only.
pub(crate) struct Core<P: Served> {
    pub(crate) link: Arc<Link>,
    pub(crate) home: Arc<Home<P>>,
    /// The author's value: read under a seat, taken by step 6 (G2).
    pub(crate) state: Turns<Option<P>>,
    pub(crate) children: Mutex<Children<P>>,
    /// The status object, held weakly (STATOBJ-3).
    pub(crate) status: Mutex<Option<Listed<StatusObject<P>>>>,
    /// Connections that are not cancelled yet (NOTIF-4).
    pub(crate) subscriptions: Mutex<Vec<usize>>,
    /// Whether its objects may be opened for changing (MSLOGON-2).
    pub(crate) writable: bool,
    /// What a logon of this kind has besides.
    pub(crate) life: P::Life,
    /// What MAPI told at the logon.
    pub(crate) registered: OnceLock<Registered>,
}

/// An object that a list of ours has, without a reference.
pub struct Listed<T>(pub(crate) NonNull<T>);

// SAFETY: O4: used under the list's lock only, which the object's last Release takes before it frees.
unsafe impl<T> Send for Listed<T> {}

/// What MAPI told at the logon, for the store's and the status object's properties.
#[derive(Default)]
pub(crate) struct Registered {
    /// The wrapped entry identifier (OPEN-11).
    pub(crate) entry: Vec<u8>,
    /// PR_PROVIDER_DLL_NAME and PR_RESOURCE_FLAGS of the profile section, if it has them.
    pub(crate) dll: Option<String>,
    pub(crate) flags: Option<i32>,
    /// What the user calls the store.
    pub(crate) name: String,
}

impl<P: Served> Core<P> {
    pub(crate) fn new(link: Arc<Link>, home: Arc<Home<P>>, state: P, writable: bool, life: P::Life) -> Self {
        Self {
            link,
            home,
            state: Turns::new(Some(state)),
            children: Mutex::new(Children::new()),
            status: Mutex::new(None),
            subscriptions: Mutex::new(Vec::new()),
            writable,
            life,
            registered: OnceLock::new(),
        }
    }

    /// The UID of the logon's own objects; the declared one until the author was asked.
    pub(crate) fn uid(&self) -> Uid {
        self.uids()[0]
    }

    /// The UIDs that this logon's entry identifiers may carry.
    pub(crate) fn uids(&self) -> [Uid; 2] {
        self.link.uids().unwrap_or([P::UID; 2])
    }

    /// LOGON-7: the logon joins its provider. The UID of its objects.
    pub(crate) fn join(self: &Arc<Self>) -> Result<Uid> {
        self.home.join(self)?;
        self.ask(|state| Ok((P::ASK.uid)(state)))
    }

    /// Adds the row to the status table (STATUS-1, STATUS-2, STATUS-4): the name that it says.
    pub(crate) fn add_row(&self) -> Result<String> {
        let name = match self.ask(|state| Ok((P::ASK.name)(state))) {
            Err(error) if self.link.calls.is_failed() => return Err(error), // it panicked: no logon that has failed already
            name => name.unwrap_or_else(|_| P::NAME.into()),
        };
        let status = self.link.status.load(Ordering::SeqCst);
        let row = [
            Property::new(tags::DISPLAY_NAME, name.as_str()),
            Property::new(tags::PROVIDER_DISPLAY, P::NAME),
            Property::new(tags::STATUS_CODE, status),
            Property::new(tags::RESOURCE_METHODS, STATUS_VALIDATE_STATE),
        ];
        self.link.add_row(&row, status).map(|()| name)
    }

    /// LOGON-5: the profile section learns what the widest object is. A section that is missing or cannot be written costs
    /// the logon nothing; running out of memory does.
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` if MAPI ended the provider from inside one of this logon's own calls out (T-92).
    pub(crate) fn keep_in_profile(&self, name: String, entry: Vec<u8>, key: &[u8]) -> Result<()> {
        let mut registered = Registered { entry, name, ..Registered::default() };
        if let Some(section) = spared(self.link.section(Access::Write))? {
            registered.dll = spared(section.text(tags::PROVIDER_DLL_NAME))?.flatten();
            registered.flags = spared(section.get(tags::RESOURCE_FLAGS))?.flatten().and_then(|flags| flags.as_i32());
            spared(section.set(&[
                Property::new(tags::DISPLAY_NAME, registered.name.as_str()),
                Property::new(tags::ENTRYID, registered.entry.as_slice()),
                Property::new(tags::PROVIDER_DISPLAY, P::NAME),
                Property::new(tags::RECORD_KEY, key),
            ]))?;
        }
        let _ = self.registered.set(registered);
        if self.link.calls.is_closed() {
            return Err(Error::new(Code::END_OF_SESSION, "the provider was ended while it logged on"));
        }
        Ok(())
    }

    /// NOTIF-4: removes a connection from the list; whether it was there.
    pub(crate) fn forget(&self, connection: usize) -> bool {
        let mut subscriptions = lock(&self.subscriptions);
        let place = subscriptions.iter().position(|other| *other == connection);
        place.map(|at| subscriptions.swap_remove(at)).is_some()
    }
}

/// What a logon can do without, unless memory ran out (MEM-10).
pub(crate) fn spared<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Err(error) if error.code() != Code::NOT_ENOUGH_MEMORY => Ok(None),
        result => result.map(Some),
    }
}
