//! Status as a fold of events.
//!
//! In: the events that concern a country, oldest first. Out: per axis the state, since when, and every step that led there
//! ([`AxisStatus`]); and the badge. It complains of events whose order would be a guess. It never takes a state from anywhere
//! but an event.

use super::site::Happening;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::model::event::Event;
use crate::model::program::Program;
use crate::model::{CountryCode, Id};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Where a country stands on one axis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AxisStatus {
    /// Position in [`Program::axes`].
    pub axis: usize,
    /// Oldest first. The last one is the present state.
    pub steps: Vec<Step>,
}

/// One event that set the axis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Position in [`Site::events`](super::Site::events).
    pub event: usize,
    /// Position in the states of the axis.
    pub state: usize,
    /// Whether it is an event of the program, which holds for every country.
    pub inherited: bool,
}

/// A moment at which the badge became another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The event that made it so, as a position in [`Site::events`](super::Site::events); `None` for what held before any event.
    pub event: Option<usize>,
    /// Position in [`Program::badges`].
    pub badge: Option<usize>,
}

impl AxisStatus {
    /// The same as it was right after the event at this position.
    fn until(&self, event: usize) -> Self {
        Self { axis: self.axis, steps: self.steps.iter().take_while(|step| step.event <= event).copied().collect() }
    }

    /// The step that set the present state, and so says since when: the first of the steps that have not changed it.
    #[must_use]
    pub fn since(&self) -> Option<Step> {
        let last = self.steps.last()?;
        let unchanged = self.steps.iter().rev().take_while(|step| step.state == last.state).count();
        self.steps.get(self.steps.len() - unchanged).copied()
    }

    /// The present state, as a position in the states of the axis.
    #[must_use]
    pub fn state(&self) -> Option<usize> {
        self.steps.last().map(|step| step.state)
    }
}

/// Folds the events that concern `code`, which are given as positions in `happenings`, oldest first.
#[must_use]
pub fn fold(program: &Program, happenings: &[Happening], concerned: &[usize], code: CountryCode) -> Vec<AxisStatus> {
    let mut axes: Vec<AxisStatus> = (0..program.axes.len()).map(|axis| AxisStatus { axis, steps: Vec::new() }).collect();
    for &at in concerned {
        for (axis, state) in settings(program, &happenings[at].event) {
            axes[axis].steps.push(Step { event: at, state, inherited: happenings[at].home != Some(code) });
        }
    }
    axes
}

/// The first badge whose condition holds, as a position in [`Program::badges`].
#[must_use]
pub fn badge(program: &Program, axes: &[AxisStatus]) -> Option<usize> {
    program.badges.iter().position(|badge| {
        badge.when.iter().all(|(axis, states)| states.iter().any(|state| holds(program, axes, axis, state.value.as_str())))
    })
}

/// How the badge came about: each change of it, oldest first, read off the steps of the fold. The last one is the present badge; a
/// country that never had one has no turns.
#[must_use]
pub fn history(program: &Program, axes: &[AxisStatus]) -> Vec<Turn> {
    let events: BTreeSet<usize> = axes.iter().flat_map(|axis| &axis.steps).map(|step| step.event).collect();
    let before = axes.iter().map(|axis| AxisStatus { axis: axis.axis, steps: Vec::new() }).collect();
    let moments = events.into_iter().map(|event| (Some(event), axes.iter().map(|axis| axis.until(event)).collect()));
    let mut turns: Vec<Turn> = Vec::new();
    for (event, then) in std::iter::once((None, before)).chain(moments) {
        let then: Vec<AxisStatus> = then;
        let badge = badge(program, &then);
        if turns.last().and_then(|turn| turn.badge) != badge {
            turns.push(Turn { event, badge });
        }
    }
    turns
}

/// Whether the axis has this state now.
#[must_use]
pub fn holds(program: &Program, axes: &[AxisStatus], axis: &str, state: &str) -> bool {
    let Some(at) = program.axes.iter().position(|one| one.id.value.as_str() == axis) else { return false };
    let now = axes.get(at).and_then(AxisStatus::state).and_then(|state| program.axes[at].states.get(state));
    now.is_some_and(|now| now.id.value.as_str() == state)
}

/// The axes and states that an event sets: those of its kind, with its own beside or instead of them. Unknown ones are
/// left out: [`resolve`](super::resolve) has reported them.
fn settings(program: &Program, event: &Event) -> Vec<(usize, usize)> {
    let kind = program.kind(event.kind.value.as_str());
    let mut set: Vec<(usize, usize)> = Vec::new();
    for (axis, state) in kind.iter().flat_map(|kind| kind.sets.iter()).chain(&event.sets) {
        let Some(at) = program.axes.iter().position(|one| one.id.value == axis.value) else { continue };
        let Some(state) = program.axes[at].states.iter().position(|one| one.id.value == state.value) else { continue };
        set.retain(|(axis, _)| *axis != at);
        set.push((at, state));
    }
    set.sort_unstable();
    set
}

/// Puts events in the order in which they happened: by first possible day, the less exact first, events of one day in the order of
/// their file; and each after those it says it came after.
#[must_use]
pub fn chronological(mut happenings: Vec<Happening>, diagnostics: &mut Diagnostics) -> Vec<Happening> {
    happenings.sort_by_key(|a| a.event.date.value.listing_order());
    let positions: HashMap<Id, usize> = happenings.iter().enumerate().map(|(at, one)| (one.event.id.value.clone(), at)).collect();
    let mut order = Vec::with_capacity(happenings.len());
    let mut walk = Walk { happenings: &happenings, positions: &positions, state: vec![Mark::New; happenings.len()] };
    for at in 0..happenings.len() {
        walk.visit(at, &mut order, diagnostics);
    }
    let mut taken: Vec<Option<Happening>> = happenings.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| taken[at].take()).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

struct Walk<'a> {
    happenings: &'a [Happening],
    positions: &'a HashMap<Id, usize>,
    state: Vec<Mark>,
}

impl Walk<'_> {
    /// Puts `at` into the order once everything it came after is there. Chains of `after` are short, so this recursion is too;
    /// a chain as long as the report would be a chain of its events, each naming the next.
    fn visit(&mut self, at: usize, order: &mut Vec<usize>, diagnostics: &mut Diagnostics) {
        if self.state[at] != Mark::New {
            return;
        }
        self.state[at] = Mark::Open;
        let event = &self.happenings[at].event;
        for before in &event.after {
            let Some(&earlier) = self.positions.get(&before.value) else { continue };
            let other = &self.happenings[earlier].event;
            if self.state[earlier] == Mark::Open {
                let message = format!("`{}` comes after `{}`, which comes after it", event.id.value, other.id.value);
                let found = Diagnostic::new(Code::AfterCycle, before.span, message);
                diagnostics.push(found.help("take one of the two `after` away"));
                continue;
            }
            if event.date.value.is_before(other.date.value) {
                let message = format!("`{}` cannot come after `{}`: its date is earlier", event.id.value, other.id.value);
                diagnostics.push(
                    Diagnostic::new(Code::AfterCycle, before.span, message)
                        .label(event.date.span, "this date")
                        .label(other.date.span, "lies before this one"),
                );
                continue;
            }
            self.visit(earlier, order, diagnostics);
        }
        self.state[at] = Mark::Done;
        order.push(at);
    }
}

/// Complains of pairs of events that set one axis to different states while their dates overlap and no `after` orders them.
pub fn check_order(program: &Program, happenings: &[Happening], axes: &[AxisStatus], diagnostics: &mut Diagnostics) {
    for status in axes {
        for (at, step) in status.steps.iter().enumerate() {
            for later in &status.steps[at + 1..] {
                let (a, b) = (&happenings[step.event].event, &happenings[later.event].event);
                if a.date.value.is_before(b.date.value) {
                    break;
                }
                let same_day = a.date.value == b.date.value && a.date.value.earliest() == a.date.value.latest();
                if step.state == later.state || same_day || is_after(happenings, b, a) || is_after(happenings, a, b) {
                    continue;
                }
                diagnostics.push(ambiguous(program, status.axis, a, b));
            }
        }
    }
}

fn ambiguous(program: &Program, axis: usize, a: &Event, b: &Event) -> Diagnostic {
    let label = &program.axes[axis].label;
    // The editor is sent to the one that stands later in the file, where an `after:` most likely belongs.
    let (first, second) =
        if (a.date.span.file, a.date.span.start) <= (b.date.span.file, b.date.span.start) { (a, b) } else { (b, a) };
    let message =
        format!("`{}` and `{}` both set “{label}”, and their dates do not say which came first", first.id.value, second.id.value);
    Diagnostic::new(Code::AmbiguousOrder, second.date.span, message)
        .label(first.date.span, format!("`{}` is dated {}", first.id.value, first.date.value))
        .help(format!("add `after: {}` to `{}` (or the reverse), or make a date more exact", first.id.value, second.id.value))
}

/// Whether `event` says, itself or by way of others, that it came after `other`.
fn is_after(happenings: &[Happening], event: &Arc<Event>, other: &Arc<Event>) -> bool {
    let mut open: Vec<&Id> = event.after.iter().map(|id| &id.value).collect();
    let mut seen: HashSet<&Id> = HashSet::new();
    while let Some(id) = open.pop() {
        if *id == other.id.value {
            return true;
        }
        if seen.insert(id)
            && let Some(found) = happenings.iter().find(|one| one.event.id.value == *id)
        {
            open.extend(found.event.after.iter().map(|id| &id.value));
        }
    }
    false
}
