//! One logon of an author's provider, as every COM object of that logon shares it. Its end is in `end.rs`, the list of
//! its opened objects in `children.rs`, what several logons share in `home.rs`.
#![allow(unsafe_code, reason = "lists hold their objects without a reference")]

use super::children::Children;
use super::home::Home;
use super::kind::Served;
use super::link::Link;
use super::object::StatusObject;
use super::turns::Turns;
use provider_abi::access::Access;
use provider_abi::error::{Code, Error, Result};
use provider_abi::lock::lock;
use provider_abi::prop_value::Property;
use provider_abi::shapes::tags;
use provider_abi::uid::Uid;
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

/// What was told at the logon, for the store's and the status object's properties.
#[derive(Default)]
pub(crate) struct Registered {
    /// The wrapped entry identifier (OPEN-11).
    pub(crate) entry: Vec<u8>,
    /// The columns of the status row that stay as they are, and of the profile section PR_PROVIDER_DLL_NAME and
    /// PR_RESOURCE_FLAGS, if it has them.
    pub(crate) columns: Vec<Property>,
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

    /// Adds the row to the status table (STATUS-1, STATUS-2, STATUS-4): what it says but for the status.
    pub(crate) fn add_row(&self) -> Result<Vec<Property>> {
        let (name, own) = match self.ask(|state| Ok(((P::ASK.name)(state), (P::ASK.columns)(state)))) {
            Err(error) if self.link.calls.is_failed() => return Err(error), // it panicked: no logon that has failed already
            told => told.unwrap_or_else(|_| (P::NAME.into(), Vec::new())),
        };
        let status = self.link.status.load(Ordering::SeqCst);
        let mut row = vec![
            Property::new(tags::DISPLAY_NAME, name),
            Property::new(tags::PROVIDER_DISPLAY, P::NAME),
            Property::new(tags::STATUS_CODE, status),
            Property::new(tags::RESOURCE_METHODS, P::ASK.methods),
        ];
        row.extend(own);
        self.link.add_row(&row, status)?;
        row.retain(|column| column.tag != tags::STATUS_CODE);
        Ok(row)
    }

    /// LOGON-5: the profile section learns the names in `columns`, and what the widest object is, where there is one. A
    /// section that is missing or cannot be written costs the logon nothing; running out of memory does.
    ///
    /// # Errors
    /// `MAPI_E_END_OF_SESSION` if MAPI ended the provider from inside one of this logon's own calls out (T-92).
    pub(crate) fn keep_in_profile(&self, columns: Vec<Property>, widest: Option<(Vec<u8>, &[u8])>) -> Result<()> {
        let is_name = |column: &&Property| [tags::DISPLAY_NAME, tags::PROVIDER_DISPLAY].contains(&column.tag);
        let mut own: Vec<_> = columns.iter().filter(is_name).cloned().collect();
        let mut told = Registered { columns, ..Registered::default() };
        if let Some((entry, key)) = widest {
            own.extend([Property::new(tags::ENTRYID, entry.as_slice()), Property::new(tags::RECORD_KEY, key)]);
            told.entry = entry;
        }
        if let Some(section) = spared(self.link.section(Access::Write))? {
            for tag in [tags::PROVIDER_DLL_NAME, tags::RESOURCE_FLAGS] {
                let value = spared(section.get(tag))?.flatten();
                told.columns.extend(value.map(|value| Property::new(tag, value)));
            }
            spared(section.set(&own))?;
        }
        let _ = self.registered.set(told);
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
