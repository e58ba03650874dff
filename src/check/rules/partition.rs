//! A list that is divided into parts is neither more nor less than they are, and a part of some people is not more than they.
//!
//! In: lists with `parts:`, events with `in_scope:`. Out: `partition`: totals that do not add up, a member in two parts, a part with a member
//! that the whole does not have, more people in scope than people; `list-total`: a
//! figure that is not the total of the list beside it, though one source gives both. It never adds a member.

use crate::check::known::written;
use crate::diagnose::{Code, Diagnostic, Diagnostics, and, quoted};
use crate::link::Site;
use crate::model::Quantity;
use crate::model::evidence::Contradicts;
use crate::model::program::{Amount, List, Method};
use std::collections::BTreeMap;

pub(super) fn partition(site: &Site, diagnostics: &mut Diagnostics) {
    for event in site.events.iter().map(|happening| &happening.event) {
        let (Some(people), Some(in_scope)) = (&event.people, &event.in_scope) else { continue };
        let (all, some) = (crate::link::people(people), crate::link::people(in_scope));
        if all.high().zip(some.low()).is_some_and(|(all, some)| some > all) {
            let message = format!("{some} of the people are in scope, but there were {all}");
            let found = Diagnostic::new(Code::Partition, in_scope.span, message).label(people.span, "the number of people");
            diagnostics.push(found.help("correct one of the two: those in scope are some of the people"));
        }
    }
    for figure in &site.report.program.figures {
        let list = figure.compare.as_ref().and_then(|id| site.list(id.value.as_str()));
        let (Some(list), Method::Published(Amount::Number(number))) = (list, &figure.method) else { continue };
        let shares = figure.sources.iter().any(|one| list.sources.iter().any(|other| one.id.value == other.id.value));
        if shares && written(*number) != written(list.total.value) {
            let message = format!(
                "the figure is {number}, but the list that it is set beside, from the same source, has {}",
                list.total.value
            );
            let found = Diagnostic::new(Code::ListTotal, figure.id.span, message).label(list.total.span, "the total of the list");
            diagnostics.push(found.help("correct one of the two"));
        }
    }
    for whole in site.report.program.lists.iter().filter(|list| !list.parts.is_empty()) {
        let parts: Vec<&List> = whole.parts.iter().filter_map(|part| site.list(part.value.as_str())).collect();
        let sum = Quantity::sum(parts.iter().map(|part| part.total.value)).quantity;
        if sum.contradicts(&whole.total.value) {
            let names: Vec<String> = parts.iter().map(|part| quoted(part.id.value.as_str())).collect();
            let message = format!("the total is {}, but its parts add up to {sum}", whole.total.value);
            let mut found = Diagnostic::new(Code::Partition, whole.total.span, message);
            for part in &parts {
                found = found.label(part.total.span, format!("`{}`", part.id.value));
            }
            diagnostics.push(found.help(format!("correct a total, or the `parts`: {}", and(&names))));
        }
        let mut seen = BTreeMap::new();
        for part in &parts {
            for member in &part.members {
                if let Some(first) = seen.insert(member.value, member.span) {
                    let message = format!("`{}` is in two parts of the list `{}`", member.value, whole.id.value);
                    diagnostics.push(Diagnostic::new(Code::Partition, member.span, message).label(first, "and here"));
                }
                if !whole.members.iter().any(|one| one.value == member.value) {
                    let message =
                        format!("`{}` is in a part of the list `{}`, but not in the list", member.value, whole.id.value);
                    let found = Diagnostic::new(Code::Partition, member.span, message);
                    diagnostics.push(found.help("add it to the members of the whole, or take it out here"));
                }
            }
        }
    }
}
