//! The frame around a page: who reads it, the rail by role, the toast.

use access::{Actor, DataClass, Scope};
use kernel::Lang;

use crate::ask::Ask;
use crate::page::{MenuGroup, MenuLink, Toast, Who};
use crate::{App, Page};

/// The page of a reader.
pub(crate) fn page(app: &App, ask: &Ask, actor: &Actor, title: String) -> Page {
    Page {
        who: Some(who(app, ask.lang, actor)),
        menu: menu(app, actor, &ask.path),
        toasts: toasts(app, ask),
        ..ask.bare_page(app, title)
    }
}

fn who(app: &App, lang: Lang, actor: &Actor) -> Who {
    Who {
        name: lang.pick(&actor.name_bn, &actor.name_en).clone(),
        role: role_name(app, lang, actor.role),
        place: scope_name(app, lang, &actor.scope),
    }
}

/// How far somebody reaches, in words; empty for a place that is unknown.
pub(crate) fn scope_name(app: &App, lang: Lang, scope: &Scope) -> String {
    match scope {
        Scope::All => app.texts.tr(lang, "scope-all", &[]),
        scope => app.places.name(scope, lang).unwrap_or_default(),
    }
}

/// A role's name in words.
pub(crate) fn role_name(app: &App, lang: Lang, role: access::Role) -> String {
    let key = format!("role-{role}");
    app.texts.tr(lang, &key, &[])
}

fn menu(app: &App, actor: &Actor, path: &str) -> Vec<MenuGroup> {
    let path = path.split('?').next().unwrap_or_default();
    let allowed = app
        .menu
        .iter()
        .filter(|item| app.access.could(actor, item.action, DataClass::Ordinary));
    // The longest address that the path lies under is where the reader is.
    let current = allowed
        .clone()
        .filter(|item| is_under(path, item.href))
        .max_by_key(|item| item.href.len())
        .map(|item| item.href);
    let mut groups: Vec<MenuGroup> = Vec::new();
    for item in allowed {
        let link = MenuLink {
            key: item.key,
            href: item.href,
            icon: item.icon,
            current: current == Some(item.href),
        };
        match groups.iter_mut().find(|group| group.key == item.group) {
            Some(group) => group.links.push(link),
            None => groups.push(MenuGroup {
                key: item.group,
                links: vec![link],
            }),
        }
    }
    groups
}

fn is_under(path: &str, href: &str) -> bool {
    path == href
        || href != "/"
            && path
                .strip_prefix(href)
                .is_some_and(|rest| rest.starts_with('/'))
}

fn toasts(app: &App, ask: &Ask) -> Vec<Toast> {
    let known = ask
        .toast
        .as_deref()
        .filter(|key| app.texts.has(ask.lang, key));
    known
        .map(|key| Toast {
            tone: "good",
            text: app.texts.tr(ask.lang, key, &[]),
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn a_page_lies_under_its_link() {
        assert!(is_under("/users", "/users") && is_under("/users/7", "/users"));
        assert!(!is_under("/users-old", "/users") && !is_under("/users", "/"));
        assert!(is_under("/", "/"));
    }
}
