//! The book: all files of one directory, by key and by name. What is in a file is `file.rs`'s.

use crate::file::{Room, Stamp, VcfFile};
use crate::{Fault, Kind, Member, Person};
use provider_runtime::{Code, Error, Result};
use std::collections::{BTreeMap, HashMap, hash_map};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// An address book over the `.vcf` and `.vcard` files of one directory; its folders are not looked
/// into.
///
/// Everything is in memory. What cannot be read costs its entry and is in [`faults`](Self::faults),
/// never an error of the whole.
///
/// ```
/// # use vcard_book::People;
/// let book = People::open(concat!(env!("CARGO_MANIFEST_DIR"), "/sample").as_ref())?;
/// let grete = book.find("uid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1").expect("a card of the sample");
/// assert_eq!(grete.emails, ["grete.haerter@example.org", "grete@home.example"]);
/// # Ok::<(), provider_runtime::Error>(())
/// ```
#[derive(Debug)]
pub struct People {
    directory: PathBuf,
    limits: Limits,
    files: BTreeMap<Arc<str>, VcfFile>,
    sorted: Vec<Arc<Person>>,
    by_key: HashMap<String, Arc<Person>>,
    /// Of the directory, and of cards whose key is another's.
    faults: Vec<Fault>,
    more_faults: usize,
}

/// How much a book takes. What is beyond it is a fault, and the rest of the book is there.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The biggest file, in bytes. One file at a time is in memory.
    pub file: u64,
    /// The number of files.
    pub files: usize,
    /// The memory of all people, in bytes, about.
    pub people: usize,
    /// The number of faults that are kept; the rest is counted.
    pub faults: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 32 << 20, files: 100_000, people: 256 << 20, faults: 1_000 }
    }
}

/// The files of a directory by name, and what they look like.
type Files = BTreeMap<Arc<str>, Stamp>;

/// A member of a group, looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// An entry of this book.
    Person(&'a Person),
    /// An e-mail address that stands in the group's card itself.
    Address(&'a str),
    /// The key of an entry that the book does not have.
    Missing(&'a str),
}

impl People {
    /// Reads the book.
    ///
    /// # Errors
    /// `MAPI_E_UNCONFIGURED` if there is no such directory, or it cannot be listed: another setting
    /// is needed.
    pub fn open(directory: &Path) -> Result<Self> {
        Self::open_within(directory, Limits::default())
    }

    /// Reads the book, with limits of the caller's.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_within(directory: &Path, limits: Limits) -> Result<Self> {
        let mut book = Self {
            directory: directory.to_path_buf(),
            limits,
            files: BTreeMap::new(),
            sorted: Vec::new(),
            by_key: HashMap::new(),
            faults: Vec::new(),
            more_faults: 0,
        };
        book.refresh()?;
        Ok(book)
    }

    /// Reads again what has another size or time of change than before; whether the book is another
    /// now.
    ///
    /// A change that leaves size and time as they were is not seen.
    ///
    /// # Errors
    /// As for [`open`](Self::open); the book stays as it was.
    pub fn refresh(&mut self) -> Result<bool> {
        let (found, faults) = self.listed().map_err(|error| {
            let text = format!("the address book's directory {}: {error}", self.directory.display());
            Error::new(Code::UNCONFIGURED, text)
        })?;
        let mut room = Room { file: self.limits.file, people: self.limits.people, faults: self.limits.faults };
        let mut before = std::mem::take(&mut self.files);
        let mut is_another = false;
        for (name, stamp) in found {
            let known = before.remove(&name);
            let file = match known {
                Some(known) if known.stamp == Some(stamp) && room.has(&known) => known,
                _ => {
                    let read = VcfFile::read(&self.directory, &name, stamp, room);
                    let is_same = known.is_some_and(|known| known.people == read.people && known.faults == read.faults);
                    is_another |= !is_same;
                    read
                }
            };
            room.take(&file);
            self.files.insert(name, file);
        }
        is_another |= !before.is_empty(); // gone since
        self.index(faults);
        Ok(is_another)
    }

    /// All people and groups, by name.
    pub fn list(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.sorted.iter().map(|person| &**person)
    }

    /// The entry with this [key](Person::key).
    pub fn find(&self, key: &str) -> Option<&Person> {
        self.by_key.get(key).map(|person| &**person)
    }

    /// The members of a group, in the order of its card; none if it is no group.
    pub fn members<'a>(&'a self, group: &'a Person) -> impl Iterator<Item = Found<'a>> {
        let members = match &group.kind {
            Kind::Person => &[][..],
            Kind::Group(members) => members,
        };
        members.iter().map(|member| match member {
            Member::Address(address) => Found::Address(address),
            Member::Key(key) => self.find(key).map_or(Found::Missing(key), Found::Person),
        })
    }

    /// What could not be read, by file and line within its kind.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().chain(self.files.values().flat_map(|file| &file.faults)).take(self.limits.faults)
    }

    /// How many faults there are beyond those that are kept.
    pub fn faults_left_out(&self) -> usize {
        let kept = self.faults.len() + self.files.values().map(|file| file.faults.len()).sum::<usize>();
        let counted = self.more_faults + self.files.values().map(|file| file.more_faults).sum::<usize>();
        counted + kept.saturating_sub(self.limits.faults)
    }

    /// Where the book is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The files of the directory by name, and what is wrong with others.
    fn listed(&self) -> io::Result<(Files, Vec<Fault>)> {
        let mut found = Files::new();
        let mut faults = Vec::new();
        for entry in std::fs::read_dir(&self.directory)? {
            let entry = entry?;
            let name = entry.file_name();
            if !is_vcf(&name.to_string_lossy()) {
                continue;
            }
            let named = name.to_str().ok_or("the name of the file is not UTF-8".to_owned());
            // Of the file itself where there is a link. A pipe or a folder of that name is no file.
            let metadata = std::fs::metadata(entry.path()).map_err(|error| format!("the file cannot be read: {error}"));
            match named.and_then(|named| Ok((named, metadata?))) {
                Ok((_, metadata)) if !metadata.is_file() => {}
                Ok((named, metadata)) if found.len() < self.limits.files => {
                    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                    found.insert(named.into(), Stamp { modified, length: metadata.len() });
                }
                Ok(_) => {
                    let text = format!("there are more than {} files: the rest is left out", self.limits.files);
                    faults.push(Fault { file: name.to_string_lossy().into(), line: 0, text });
                    break;
                }
                Err(text) if faults.len() < self.limits.faults => {
                    faults.push(Fault { file: name.to_string_lossy().into(), line: 0, text });
                }
                Err(_) => {}
            }
        }
        Ok((found, faults))
    }

    /// Makes the index and the list anew. Of two cards with one key, the first stays: by file name,
    /// then by line.
    fn index(&mut self, faults: Vec<Fault>) {
        (self.faults, self.more_faults) = (faults, 0);
        self.by_key.clear();
        self.sorted.clear();
        for (name, file) in &self.files {
            for (line, person) in &file.people {
                match self.by_key.entry(person.key.clone()) {
                    hash_map::Entry::Vacant(place) => {
                        place.insert(Arc::clone(person));
                        self.sorted.push(Arc::clone(person));
                    }
                    hash_map::Entry::Occupied(_) if self.faults.len() < self.limits.faults => {
                        let text = format!("another card has the same UID: {:?}", person.key);
                        self.faults.push(Fault { file: Arc::clone(name), line: *line, text });
                    }
                    hash_map::Entry::Occupied(_) => self.more_faults += 1,
                }
            }
        }
        self.sorted.sort_by_cached_key(|person| (person.name.to_lowercase(), person.key.clone()));
    }
}

fn is_vcf(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(start, ending)| (!start.is_empty()).then_some(ending));
    !name.starts_with('.')
        && ending
            .flatten()
            .is_some_and(|ending| ["vcf", "vcard"].iter().any(|known| known.eq_ignore_ascii_case(ending)))
}
