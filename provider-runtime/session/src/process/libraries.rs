//! Provider DLLs in files: which names are tried, what is looked for in them, how often they are
//! loaded, and when they go (LOAD-*, UNLOAD-*, INF-9). Providers that are linked into the program
//! are in `module.rs`.
#![allow(unsafe_code, reason = "the system's loader runs foreign code, and gives untyped entry points")]

use super::module::Module;
use crate::kind::Kind;
use crate::record::Record;
use crate::record::what::process;
use libloading::Library;
use provider_abi::error::{Error, Result};
use provider_abi::lock::lock;
use provider_abi::shapes::code::Code;
use provider_abi::shapes::entry::{AbProviderInit, MsProviderInit, ServiceEntry, XpProviderInit};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak};

/// Every load of every library in one process, until it is given back.
#[derive(Debug, Default)]
pub(crate) struct Loads(Mutex<Vec<Load>>);

/// A session, as far as its libraries are concerned.
pub(crate) trait LibrarySession: Send + Sync {
    /// What clients still hold of a library's objects.
    fn held_of(&self, dll: &str) -> Vec<String>;
}

/// A provider object that keeps its library loaded.
pub(crate) trait LibraryUser: Send + Sync + std::fmt::Debug {
    /// What it is called, if it is still alive or somebody holds it.
    fn still_there(&self) -> Option<String>;
}

/// What is to be loaded, and for whom.
pub(crate) struct Loading<'l> {
    pub(crate) dll: &'l str,
    /// This very file, in the place of those that the folders have.
    pub(crate) file: Option<&'l Path>,
    pub(crate) folders: &'l [PathBuf],
    /// The name of its message service's entry point (SVC-1).
    pub(crate) service: Option<&'l str>,
    /// The provider object that it is for; 0: a `ServiceEntry`.
    pub(crate) provider: u64,
    /// What the record calls the library.
    pub(crate) number: u64,
    pub(crate) record: &'l Arc<Record>,
    pub(crate) session: Weak<dyn LibrarySession>,
}

/// One LoadLibrary.
struct Load {
    library: Library,
    dll: String,
    number: u64,
    /// For which provider object it was; 0: for a `ServiceEntry`.
    provider: u64,
    /// That provider object, once it is there.
    user: Option<Arc<dyn LibraryUser>>,
    /// Which session it was for: each has a record of its own, which outlives it.
    record: Arc<Record>,
    session: Weak<dyn LibrarySession>,
}

impl std::fmt::Debug for Load {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Load").field("dll", &self.dll).finish_non_exhaustive()
    }
}

/// The names that a file may have for the DLL name of a profile: MAPI puts `32` before the first
/// period (INF-9), then comes the name as it is recorded; where libraries are called otherwise,
/// that too. The folders in order; an absolute name needs none.
pub(crate) fn candidates(dll: &str, folders: &[PathBuf]) -> Vec<PathBuf> {
    let path = Path::new(dll);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (stem, rest) = name.split_once('.').unwrap_or((&name, ""));
    let dot = if name.contains('.') { "." } else { "" };
    let mut names = vec![format!("{stem}32{dot}{rest}"), name.clone()];
    if cfg!(not(windows)) {
        names.push(format!("lib{stem}.so"));
    }
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(""));
    let folders: Vec<_> = if path.is_absolute() || folders.is_empty() {
        vec![beside.to_path_buf()]
    } else {
        folders.iter().map(|folder| folder.join(beside)).collect()
    };
    folders.iter().flat_map(|folder| names.iter().map(move |name| folder.join(name))).collect()
}

/// The first of the files that is there.
fn file_for(wanted: &Loading<'_>) -> Result<PathBuf> {
    if let Some(path) = wanted.file {
        return Ok(path.to_path_buf());
    }
    let dll = wanted.dll;
    let all = candidates(dll, wanted.folders);
    let there = all.iter().find(|path| path.exists()).cloned();
    there.ok_or_else(|| {
        let tried: Vec<_> = all.iter().map(|path| path.display().to_string()).collect();
        Error::new(Code::NOT_FOUND, format!("there is no file for {dll}: {}", tried.join(", ")))
    })
}

/// An entry point by its name (ENTRY-1).
///
/// # Safety
/// `T` is the type of the entry point that has this name, and is called only while the library
/// stays loaded.
unsafe fn entry<T: Copy>(library: &Library, name: &str) -> Option<T> {
    // SAFETY: D2, D3: the caller's promise.
    unsafe { library.get::<T>(name.as_bytes()) }.ok().map(|entry| *entry)
}

/// What the system says of a file; on Windows that is the source of what libloading says.
fn loader_message(error: &libloading::Error) -> String {
    let source = std::error::Error::source(error);
    source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

/// The library in a file.
///
/// # Errors
/// `MAPI_E_NOT_FOUND` with what the system says of the file (LOAD-9).
fn load(path: &Path) -> Result<Library> {
    // SAFETY: D2: it does nothing at its load that MAPI would not let it do.
    let library = unsafe { Library::new(path) };
    library.map_err(|error| Error::new(Code::NOT_FOUND, format!("{}: {}", path.display(), loader_message(&error))))
}

impl Module {
    /// The kinds whose entry points the DLL in a file has (ENTRY-1), in the order of
    /// [`Kind::ORDER`]. The DLL is loaded, and stays.
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` with what the system says of the file (LOAD-9).
    pub fn kinds_in(path: &Path) -> Result<Vec<Kind>> {
        let library = load(path)?;
        // SAFETY: D2: all kinds have entry points of one type (ENTRY-3); this one is not called.
        let has = |kind: &Kind| unsafe { entry::<MsProviderInit>(&library, kind.entry_point()) }.is_some();
        let kinds = Kind::ORDER.into_iter().filter(has).collect();
        std::mem::forget(library);
        Ok(kinds)
    }
}

impl Loads {
    /// The entry points of a DLL in a file, which this loads once more (LOAD-2).
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` with every name that was tried, or with what the system says of the file
    /// (LOAD-9).
    pub(crate) fn load(&self, wanted: Loading<'_>) -> Result<Module> {
        let number = wanted.number;
        let call = wanted.record.call(wanted.dll, process::Load { library: number, path: String::new() });
        let loaded = file_for(&wanted).and_then(|path| {
            call.set(|load| load.path = path.display().to_string());
            load(&path)
        });
        call.done(loaded.as_ref().map_or_else(Error::code, |_| Code::OK));
        let library = loaded?;
        let module = Module {
            // SAFETY: D2, D3: the type of that name; the load is given back when nothing of it is
            // called any more.
            store: unsafe { entry::<MsProviderInit>(&library, Kind::Store.entry_point()) },
            // SAFETY: D2, D3: as above.
            address_book: unsafe { entry::<AbProviderInit>(&library, Kind::AddressBook.entry_point()) },
            // SAFETY: D2, D3: as above.
            transport: unsafe { entry::<XpProviderInit>(&library, Kind::Transport.entry_point()) },
            // SAFETY: D2, D3: as above; the profile says which name it is (SVC-1).
            service: wanted.service.and_then(|name| unsafe { entry::<ServiceEntry>(&library, name) }),
        };
        let load = Load {
            library,
            dll: wanted.dll.into(),
            number,
            provider: wanted.provider,
            user: None,
            record: Arc::clone(wanted.record),
            session: wanted.session,
        };
        lock(&self.0).push(load);
        Ok(module)
    }

    /// The provider object that a session's load was for is there now.
    pub(crate) fn set_user(&self, record: &Arc<Record>, provider: u64, user: &Arc<dyn LibraryUser>) {
        let mut loads = lock(&self.0);
        let of_session = |load: &&mut Load| Arc::ptr_eq(&load.record, record);
        for load in loads.iter_mut().filter(of_session).filter(|load| load.provider == provider) {
            load.user = Some(Arc::clone(user));
        }
    }

    /// All of them, for the end of the process's MAPI.
    pub(crate) fn take(&self) -> Self {
        Self(Mutex::new(std::mem::take(&mut *lock(&self.0))))
    }

    /// FAST-11: they stay, and nobody asks about them.
    pub(crate) fn freeze(&self) {
        std::mem::forget(std::mem::take(&mut *lock(&self.0)));
    }

    /// UNLOAD-2: after the last MAPIUninitialize every load is given back, the last one first,
    /// unless something of the library's is alive or being called (UNLOAD-3, UNLOAD-4).
    pub(crate) fn free_all(&self) {
        for record in self.free(|_| true) {
            record.note("MAPI", process::Over {});
        }
    }

    /// EagerUnload: those of a session's that were for a provider object that has been released,
    /// or, 0, for a `ServiceEntry` that has returned.
    pub(crate) fn free_of(&self, record: &Arc<Record>, provider: u64) {
        let _ = self.free(|load| load.provider == provider && Arc::ptr_eq(&load.record, record));
    }

    /// Their records, each once.
    fn free(&self, wanted: impl Fn(&Load) -> bool) -> Vec<Arc<Record>> {
        let gone = {
            let mut loads = lock(&self.0);
            let all = std::mem::take(&mut *loads);
            let (gone, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(wanted);
            *loads = rest;
            gone
        };
        let mut records: Vec<Arc<Record>> = Vec::new();
        for load in gone.into_iter().rev() {
            if !records.iter().any(|record| Arc::ptr_eq(record, &load.record)) {
                records.push(Arc::clone(&load.record));
            }
            load.give_back();
        }
        records
    }
}

impl Load {
    fn give_back(self) {
        let session = self.session.upgrade();
        let held = session.map_or_else(Vec::new, |session| session.held_of(&self.dll));
        let mut left = Vec::new();
        if let Some(name) = self.user.as_ref().and_then(|user| user.still_there()) {
            left.push(format!("{name}, after the session's own Release"));
        }
        if self.record.is_calling(self.provider) {
            left.push("a call under way".into());
        }
        if held.is_empty() && left.is_empty() {
            let call = self.record.call(&self.dll, process::Free { library: self.number });
            drop(self.library);
            call.done(Code::OK);
            return;
        }
        let stays = process::Stays {
            library: self.number,
            held: held.len() as u64,
            left: left.len() as u64,
            alive: [held, left].concat().join("; "),
        };
        self.record.note(&self.dll, stays);
        std::mem::forget(self.library);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LOAD-7, INF-9
    #[test]
    fn the_name_with_32_is_tried_before_the_recorded_one() {
        let names = |dll: &str, folders: &[&str]| {
            let folders: Vec<_> = folders.iter().map(PathBuf::from).collect();
            let all = candidates(dll, &folders).into_iter().map(|path| path.display().to_string());
            all.collect::<Vec<_>>()
        };
        let linux = cfg!(not(windows));
        let all = names("acmebox.dll", &["/a", "/b"]);
        assert_eq!(all.first().map(String::as_str), Some("/a/acmebox32.dll"));
        assert_eq!(all.get(1).map(String::as_str), Some("/a/acmebox.dll"));
        assert_eq!(
            all.get(2).map(String::as_str),
            if linux { Some("/a/libacmebox.so") } else { Some("/b/acmebox32.dll") }
        );
        assert!(all.contains(&"/b/acmebox.dll".to_owned()));
        assert_eq!(names("/opt/x.y/acme", &["/a"]).first().map(String::as_str), Some("/opt/x.y/acme32"));
        assert_eq!(names("plain", &[]).get(1).map(String::as_str), Some("plain"));
    }
}
