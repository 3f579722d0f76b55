//! What the command line says. What is done about it is in `main.rs`.

use provider_runtime::session::Kind;
use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) const USAGE: &str = "usage: tour [--profile FILE] [--notes PATH] [--book PATH] [--maildir PATH]
            [--fast | --order XP,AB,MS] [--json | --mermaid]\n       tour --mail PATH";

/// What the command line says.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// The folder of mail files to tour instead.
    pub(crate) mail: Option<PathBuf>,
    pub(crate) profile: Option<PathBuf>,
    pub(crate) places: Places,
    pub(crate) ending: Ending,
    pub(crate) form: Form,
}

/// Where the first provider of each kind keeps its data.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) notes: Option<PathBuf>,
    pub(crate) book: Option<PathBuf>,
    pub(crate) maildir: Option<PathBuf>,
}

/// How the session ends.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum Ending {
    /// By its logoff, in the documented order of kinds.
    #[default]
    Logoff,
    /// By its logoff, in another one.
    Ordered([Kind; 3]),
    /// By a fast shutdown.
    Fast,
}

/// How the events are printed.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum Form {
    /// What was read, then a tree.
    #[default]
    Tree,
    Json,
    Mermaid,
}

impl Arguments {
    /// `None` for words that are not understood.
    pub(crate) fn read(words: impl IntoIterator<Item = OsString>) -> Option<Self> {
        let mut arguments = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            match word.to_str()? {
                "--mail" => arguments.mail = Some(words.next()?.into()),
                "--profile" => arguments.profile = Some(words.next()?.into()),
                "--notes" => arguments.places.notes = Some(words.next()?.into()),
                "--book" => arguments.places.book = Some(words.next()?.into()),
                "--maildir" => arguments.places.maildir = Some(words.next()?.into()),
                "--fast" if arguments.ending == Ending::Logoff => arguments.ending = Ending::Fast,
                "--order" if arguments.ending == Ending::Logoff => {
                    arguments.ending = Ending::Ordered(order(words.next()?.to_str()?)?);
                }
                "--json" if arguments.form == Form::Tree => arguments.form = Form::Json,
                "--mermaid" if arguments.form == Form::Tree => arguments.form = Form::Mermaid,
                _ => return None,
            }
        }
        Some(arguments)
    }
}

/// `XP,AB,MS`: each kind once.
fn order(text: &str) -> Option<[Kind; 3]> {
    let kinds = text.split(',').map(|letters| match letters {
        "XP" => Some(Kind::Transport),
        "AB" => Some(Kind::AddressBook),
        "MS" => Some(Kind::Store),
        _ => None,
    });
    let kinds: [Kind; 3] = kinds.collect::<Option<Vec<_>>>()?.try_into().ok()?;
    Kind::ORDER.iter().all(|kind| kinds.contains(kind)).then_some(kinds)
}
