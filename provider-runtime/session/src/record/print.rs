//! How a record is printed for people: as a golden sequence, a tree, a Mermaid diagram. What it is
//! for programs is in `json.rs`.

use super::event::Event;
use super::names::{Kinds, in_mapi};
use super::what::{ProcessEvent, ProviderEvent, SessionEvent, SupportEvent, TransportEvent, What};
use crate::kind::Kind;
use provider_abi::shapes::code::Code;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Whether an event belongs to the life cycle itself; the others are work.
fn is_golden(what: &What) -> bool {
    match what {
        What::Process(_) | What::Report(_) => false,
        What::Provider(event) => is_golden_of_provider(event),
        What::Transport(event) => is_golden_of_transport(event),
        What::Support(event) => is_golden_of_support(event),
        What::Session(event) => matches!(
            event,
            SessionEvent::ServiceEntry(_)
                | SessionEvent::Logoff(_)
                | SessionEvent::StoreLogoff(_)
                | SessionEvent::StoreRelease(_)
        ),
    }
}

fn is_golden_of_provider(event: &ProviderEvent) -> bool {
    match event {
        ProviderEvent::Init(_)
        | ProviderEvent::Logon(_)
        | ProviderEvent::SpoolerLogon(_)
        | ProviderEvent::CompareStores(_)
        | ProviderEvent::Shutdown(_)
        | ProviderEvent::Release(_)
        | ProviderEvent::CompareEntries(_)
        | ProviderEvent::OpenStatus(_)
        | ProviderEvent::Advise(_)
        | ProviderEvent::Unadvise(_)
        | ProviderEvent::Logoff(_)
        | ProviderEvent::LogonRelease(_) => true,
        ProviderEvent::ProbeLogoff(_)
        | ProviderEvent::ProbeStatus(_)
        | ProviderEvent::ProbeShutdown(_)
        | ProviderEvent::HostFree(_)
        | ProviderEvent::Open(_) => false,
    }
}

fn is_golden_of_transport(event: &TransportEvent) -> bool {
    match event {
        TransportEvent::AddressTypes(_)
        | TransportEvent::Notify(_)
        | TransportEvent::Logoff(_)
        | TransportEvent::FastQuery(_)
        | TransportEvent::FastNotify(_)
        | TransportEvent::FastDo(_) => true,
        TransportEvent::Idle(_)
        | TransportEvent::Poll(_)
        | TransportEvent::Submit(_)
        | TransportEvent::End(_)
        | TransportEvent::Start(_)
        | TransportEvent::Validate(_)
        | TransportEvent::Flush(_)
        | TransportEvent::Queued(_)
        | TransportEvent::Waits(_)
        | TransportEvent::Deferred(_)
        | TransportEvent::Sent(_)
        | TransportEvent::Received(_)
        | TransportEvent::Undelivered(_) => false,
    }
}

fn is_golden_of_support(event: &SupportEvent) -> bool {
    match event {
        SupportEvent::AddRef(_)
        | SupportEvent::Release(_)
        | SupportEvent::Late(_)
        | SupportEvent::AddUid(_)
        | SupportEvent::AddRow(_)
        | SupportEvent::ChangeRow(_)
        | SupportEvent::LogoffTransports(_)
        | SupportEvent::Subscribe(_)
        | SupportEvent::Unsubscribe(_)
        | SupportEvent::Notify(_)
        | SupportEvent::NotifySpooler(_)
        | SupportEvent::MakeInvalid(_)
        | SupportEvent::GetConfiguration(_)
        | SupportEvent::ShowDialog(_)
        | SupportEvent::Other(_)
        | SupportEvent::ForgetUid(_)
        | SupportEvent::ForgetRow(_) => true,
        SupportEvent::OpenSection(_)
        | SupportEvent::WrapEntry(_)
        | SupportEvent::CreateOneOff(_)
        | SupportEvent::NewUid(_)
        | SupportEvent::GetAllocators(_)
        | SupportEvent::GetLastError(_)
        | SupportEvent::ModifyProfile(_)
        | SupportEvent::OpenEntry(_)
        | SupportEvent::CompareEntries(_)
        | SupportEvent::OpenBook(_)
        | SupportEvent::Yield(_)
        | SupportEvent::ReportRecipients(_)
        | SupportEvent::CopyObject(_)
        | SupportEvent::CopyContents(_)
        | SupportEvent::ShowProgress(_)
        | SupportEvent::PrepareMessage(_)
        | SupportEvent::FinishSent(_)
        | SupportEvent::ReportRead(_)
        | SupportEvent::AddPreprocessor(_)
        | SupportEvent::MakeStorage(_)
        | SupportEvent::CompleteMessage(_)
        | SupportEvent::WriteSection(_)
        | SupportEvent::ForgetSubscription(_) => false,
    }
}

/// The events as the golden sequences are written: `{}` around what is nested, `<` before a code
/// that is not `S_OK`.
///
/// Nested is what stands inside a call that is shown, whatever other threads did meanwhile.
pub(crate) fn golden(events: &[Event]) -> String {
    let shown_around = |event: &Event| {
        let mut around = event.inside;
        while let Some(call) = around.and_then(|at| events.get(at)).filter(|call| !is_golden(&call.what)) {
            around = call.inside;
        }
        around
    };
    let mut nested: Nested<'_> = BTreeMap::new();
    for (at, event) in events.iter().enumerate().filter(|(_, event)| is_golden(&event.what)) {
        nested.entry(shown_around(event)).or_default().push((at, event));
    }
    let mut text = String::new();
    write_golden(&mut text, &nested, None);
    text
}

/// The events inside each shown call, and those inside none.
type Nested<'e> = BTreeMap<Option<usize>, Vec<(usize, &'e Event)>>;

fn write_golden(text: &mut String, nested: &Nested<'_>, around: Option<usize>) {
    for (number, (at, event)) in nested.get(&around).into_iter().flatten().enumerate() {
        text.push_str(if number > 0 { ", " } else { "" });
        text.push_str(event.name());
        let detail = event.detail();
        if !detail.is_empty() {
            let _ = write!(text, "({detail})");
        }
        if let Some(code) = event.code.filter(|code| *code != Code::OK) {
            let _ = write!(text, "<{}", code.name().unwrap_or("?"));
        }
        if nested.contains_key(&Some(*at)) {
            text.push('{');
            write_golden(text, nested, Some(*at));
            text.push('}');
        }
    }
}

/// One line an event: milliseconds since the first, indentation, object, code, the rule that it
/// follows, and what it is in MAPI.
///
/// What a client holds is told by its warning.
pub(crate) fn tree(events: &[Event]) -> String {
    let kinds = Kinds::of(events);
    let base = events.iter().map(|event| event.depth).min().unwrap_or(0);
    let is_shown = |event: &&Event| !matches!(event.what, What::Session(SessionEvent::ClientHolds(_)));
    events.iter().filter(is_shown).fold(String::new(), |mut text, event| {
        let mut line = format!("{}{}", "  ".repeat(event.depth - base), event.name());
        let detail = event.detail();
        if !detail.is_empty() {
            let _ = write!(line, " {detail}");
        }
        let code = event.code.map(|code| format!(" = {code}")).unwrap_or_default();
        let time = format!("{:.3}", event.time.as_secs_f64() * 1000.0);
        let what = in_mapi(&event.what, kinds.kind(&event.what));
        let line = format!("{time:>9}  {line:<46} {:<12}{code:<26} {:<14} {what}", event.object, event.rule);
        let _ = writeln!(text, "{}", line.trim_end());
        text
    })
}

/// A Mermaid sequence diagram: MAPI, its clients, and the providers of each kind that there are.
///
/// Calls of a provider on its support object go from the provider to MAPI; what a client does goes
/// from the client.
pub(crate) fn mermaid(events: &[Event]) -> String {
    let kinds = Kinds::of(events);
    let there = |kind: &Kind| events.iter().any(|event| kinds.kind(&event.what) == Some(*kind));
    let mut text = String::from("sequenceDiagram\n    participant client\n    participant MAPI\n");
    for kind in Kind::ORDER.iter().filter(|kind| there(kind)) {
        let _ = writeln!(text, "    participant {} as {}", kind.letters(), kind.noun());
    }
    for (at, event) in events.iter().enumerate() {
        let (from, to) = ends(&event.what, kinds.kind(&event.what));
        let mut line = label(event.name());
        let detail = event.detail();
        if !detail.is_empty() {
            let _ = write!(line, " {}", label(&detail));
        }
        if matches!(event.what, What::Report(_)) {
            let _ = writeln!(text, "    Note over {to}: {line}");
            continue;
        }
        let is_call = event.code.is_some() || events.iter().any(|other| other.inside == Some(at));
        let arrow = if is_call { "->>" } else { "-)" };
        let code = event.code.filter(|code| *code != Code::OK);
        let code = code.map(|code| format!(" = {}", code.name().unwrap_or("?"))).unwrap_or_default();
        let _ = writeln!(text, "    {from}{arrow}{to}: {line} ({}){code}", label(&event.object));
    }
    text
}

/// Who calls whom; what is about no provider, between MAPI and itself.
fn ends(what: &What, kind: Option<Kind>) -> (&'static str, &'static str) {
    let provider = kind.map_or("MAPI", Kind::letters);
    match what {
        What::Process(event) => match event {
            ProcessEvent::ThreadBegins(_)
            | ProcessEvent::ThreadEnds(_)
            | ProcessEvent::LogLine(_)
            | ProcessEvent::LogWarning(_)
            | ProcessEvent::LogError(_) => (provider, "MAPI"),
            _ => ("MAPI", provider),
        },
        What::Support(event) => match event {
            SupportEvent::WriteSection(_) => ("MAPI", provider),
            SupportEvent::ForgetUid(_) | SupportEvent::ForgetRow(_) | SupportEvent::ForgetSubscription(_) => {
                ("MAPI", "MAPI")
            }
            _ => (provider, "MAPI"),
        },
        What::Session(event) => match event {
            SessionEvent::ServiceEntry(_) | SessionEvent::Disable(_) => ("MAPI", provider),
            SessionEvent::OpenStore(_)
            | SessionEvent::OpenBook(_)
            | SessionEvent::StartTransport(_)
            | SessionEvent::Logoff(_)
            | SessionEvent::FastQuery(_)
            | SessionEvent::FastNotify(_)
            | SessionEvent::FastDo(_)
            | SessionEvent::ClientHolds(_)
            | SessionEvent::ClientLate(_) => ("client", "MAPI"),
            SessionEvent::SinkNotify(_) => ("MAPI", "client"),
            _ => ("client", provider),
        },
        What::Provider(_) | What::Transport(_) | What::Report(_) => ("MAPI", provider),
    }
}

/// Text that Mermaid does not read as its own: no line ends, no `;` and `#`.
fn label(text: &str) -> String {
    let plain = |c: char| if c.is_control() || matches!(c, ';' | '#' | ':') { ' ' } else { c };
    text.chars().map(plain).collect()
}
