//! `/styleguide`: every component in every state, with made-up people. What is added to
//! `components.html` is added here.

use askama::Template;
use kernel::{Error, Lang, Uuid};

use crate::pager::{Cursor, Slice};
use crate::parts::{
    BodyChart, Choice, Event, PersonRow, Reason, Step, StepState, Tile, Tone, initials,
};
use crate::{Cx, Form, Page, Result};

#[derive(Template)]
#[template(path = "styleguide.html")]
pub(crate) struct StyleguidePage {
    pub(crate) page: Page,
    pub(crate) form: Form,
    pub(crate) empty: Form,
    pub(crate) choices: Vec<Choice>,
    pub(crate) steps: Vec<Step>,
    pub(crate) tiles: Vec<Tile>,
    pub(crate) events: Vec<Event>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) people: Vec<PersonRow>,
    pub(crate) chart: BodyChart,
    pub(crate) marks: Vec<&'static str>,
    pub(crate) rows: Slice<Arrival>,
    pub(crate) nobody: Slice<Arrival>,
}

pub(crate) struct Arrival {
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) case: String,
    pub(crate) state: String,
    pub(crate) tone: Tone,
    pub(crate) wait: String,
}

#[derive(Template)]
#[template(path = "styleguide_now.html")]
struct NowPart {
    page: Page,
}

/// `GET /styleguide/now`: the part that shows how a page is kept live.
pub(crate) async fn now(cx: Cx) -> Result {
    let page = cx.page(String::new());
    cx.show(&NowPart { page })
}

/// `GET /styleguide`
pub(crate) async fn show(cx: Cx) -> Result {
    let page = cx.page(cx.t("styleguide"));
    cx.show(&sample(page, filled(cx.lang)))
}

/// `POST /styleguide`: the form as it was sent, so that its token and limits can be tried by hand.
pub(crate) async fn send(cx: Cx, form: Form) -> Result {
    let wrong = form.required("father").err();
    let page = cx.page(cx.t("styleguide"));
    if let Some(error) = wrong {
        return cx.show_again(&sample(page, form.or_fail(error)?));
    }
    cx.app.live.tell_all("styleguide");
    Ok(cx.go_saying("/styleguide", "saved"))
}

pub(crate) fn filled(lang: Lang) -> Form {
    let error = Error::invalid("nid", "err-nid-length")
        .with("count", 11)
        .and("birth", "err-birth-range");
    Form::from_pairs([
        ("name", lang.pick("মো. আব্দুর রহিম", "Md. Abdur Rahim")),
        ("nid", lang.pick("১৯৯৮২৬৯৪৮১২", "19982694812")),
        ("birth", lang.pick("৩১/১২/২০৯৮", "31/12/2098")),
        ("status", "under_trial"),
        ("sex", "female"),
        ("risk", "epilepsy"),
        ("risk", "alone"),
        (
            "place_text",
            lang.pick("শম্ভুগঞ্জ, ময়মনসিংহ সদর", "Shambhuganj, Mymensingh Sadar"),
        ),
        ("place", "1"),
        ("marks", "front:0.50,0.30;back:0.40,0.45"),
        ("consent", "yes"),
    ])
    .with_error(error)
    .with_error(Error::conflict("err-stale"))
}

pub(crate) fn sample(page: Page, form: Form) -> StyleguidePage {
    let lang = page.lang;
    StyleguidePage {
        form,
        empty: Form::empty(),
        choices: choices(lang),
        steps: steps(&page),
        tiles: tiles(&page),
        events: events(&page),
        reasons: reasons(lang),
        people: people(lang),
        chart: BodyChart::new([("front", 430, 90), ("front", 450, 95), ("back", 500, 300)]),
        marks: marks(lang),
        rows: arrivals(&page),
        nobody: Slice {
            rows: Vec::new(),
            prev: None,
            next: None,
        },
        page,
    }
}

fn choices(lang: Lang) -> Vec<Choice> {
    [
        ("under_trial", "বিচারাধীন", "Under trial"),
        ("convict", "সাজাপ্রাপ্ত", "Convict"),
        ("detenu", "আটক (নিবর্তনমূলক)", "Detenu"),
        ("female", "নারী", "Female"),
        ("epilepsy", "মৃগী", "Epilepsy"),
        ("alone", "একা রাখা যাবে না", "Must not be alone"),
    ]
    .map(|(value, bn, en)| Choice::new(value, lang.pick(bn, en)))
    .into()
}

fn steps(page: &Page) -> Vec<Step> {
    use StepState::{Ahead, Done, Now};
    [
        ("পরোয়ানা", "Warrant", Done, "0:32"),
        ("পরিচয়", "Identity", Done, "0:54"),
        ("মূল তথ্য", "Particulars", Now, "1:15 …"),
        ("ঝুঁকি ও আঘাত", "Risks and injuries", Ahead, ""),
        ("ওয়ার্ড", "Ward", Ahead, ""),
        ("পাঠ ও স্বাক্ষর", "Read-back and signature", Ahead, ""),
    ]
    .into_iter()
    .zip(1_usize..)
    .map(|((bn, en, state, time), number)| Step {
        label: format!("{} {}", page.n(number), page.lang.pick(bn, en)),
        state,
        time: page.digits(time),
        href: String::new(),
    })
    .collect()
}

fn tiles(page: &Page) -> Vec<Tile> {
    [
        (
            "আজ আছেন",
            "In custody today",
            9_214,
            "ধারণক্ষমতা ৪,৫৯০",
            "capacity 4,590",
            Tone::Warn,
        ),
        (
            "আজ ভর্তি",
            "Admitted today",
            31,
            "গড় ৫ মি. ৪৮ সে.",
            "median 5 min 48 s",
            Tone::Good,
        ),
        (
            "মুক্তি বাকি",
            "Releases due",
            3,
            "একটি ৪ ঘণ্টার বেশি",
            "one over 4 hours",
            Tone::Bad,
        ),
        ("আদালতে", "At court", 48, "", "", Tone::Plain),
    ]
    .map(|(bn, en, count, note_bn, note_en, tone)| Tile {
        label: page.lang.pick(bn, en).to_owned(),
        value: page.n(count),
        note: page.lang.pick(note_bn, note_en).to_owned(),
        tone,
    })
    .into()
}

fn events(page: &Page) -> Vec<Event> {
    let minute = kernel::BdTime::MINUTE;
    [
        (
            4,
            "আদালত থেকে ফিরেছেন",
            "Back from court",
            "জিআর ২১১/২৬",
            "GR 211/26",
            Tone::Info,
        ),
        (
            52,
            "চিকিৎসা পরীক্ষা শেষ",
            "Medical examination done",
            "",
            "",
            Tone::Good,
        ),
        (
            340,
            "জামিনের আদেশ এসেছে",
            "Bail order received",
            "যাচাই বাকি",
            "to be verified",
            Tone::Warn,
        ),
    ]
    .map(|(minutes, bn, en, text_bn, text_en, tone)| Event {
        when: page.ago(page.now.plus(-minutes * minute)),
        title: page.lang.pick(bn, en).to_owned(),
        text: page.lang.pick(text_bn, text_en).to_owned(),
        who: page
            .lang
            .pick("নাসরিন আক্তার, ডেপুটি জেলার", "Nasrin Akter, deputy jailer")
            .to_owned(),
        tone,
    })
    .into()
}

fn reasons(lang: Lang) -> Vec<Reason> {
    [
        (true, "নাম মেলে (উচ্চারণে)", "The name agrees in sound"),
        (true, "পিতার নাম মেলে", "The father's name agrees"),
        (true, "ইউনিয়ন মেলে", "The union agrees"),
        (false, "বয়স ৩ বছর কম", "Three years younger"),
    ]
    .map(|(agrees, bn, en)| Reason::new(agrees, lang.pick(bn, en)))
    .into()
}

fn marks(lang: Lang) -> Vec<&'static str> {
    [
        (
            "মাথা, সামনে: ভ্রুর উপরে কাটা দাগ",
            "Head, front: a scar above the brow",
        ),
        ("মাথা, সামনে: তিল", "Head, front: a mole"),
        ("পিঠ: উল্কি, একটি নৌকা", "Back: a tattoo of a boat"),
    ]
    .map(|(bn, en)| lang.pick(bn, en))
    .into()
}

fn people(lang: Lang) -> Vec<PersonRow> {
    let kept = lang.pick(
        "ছবি রাখা আছে: রাঙ্গামাটি জেলা কারাগার",
        "Photo kept at Rangamati District Jail",
    );
    let note = |tone| match tone {
        Tone::Info => kept.to_owned(),
        _ => String::new(),
    };
    [
        (
            "আবদুর রহীম",
            "Abdur Rohim",
            "২০২৩/৪৫১২ · ময়মনসিংহ কেন্দ্রীয় কারাগার",
            "2023/4512 · Mymensingh Central Jail",
            "মুক্ত",
            "Released",
            Tone::Plain,
        ),
        (
            "শিপন চাকমা",
            "Shipon Chakma",
            "২০২৬/০২১১ · রাঙ্গামাটি জেলা কারাগার",
            "2026/0211 · Rangamati District Jail",
            "বিচারাধীন",
            "Under trial",
            Tone::Info,
        ),
    ]
    .map(
        |(bn, en, line_bn, line_en, state_bn, state_en, tone)| PersonRow {
            name: lang.pick(bn, en).to_owned(),
            other_name: lang.pick(en, bn).to_owned(),
            line: lang.pick(line_bn, line_en).to_owned(),
            href: "/styleguide".to_owned(),
            initials: initials(lang.pick(bn, en)),
            state: lang.pick(state_bn, state_en).to_owned(),
            tone,
            photo_note: note(tone),
            ..PersonRow::default()
        },
    )
    .into()
}

fn arrivals(page: &Page) -> Slice<Arrival> {
    let rows = [
        (
            "শিপন চাকমা",
            "Shipon Chakma",
            "সিজেএম আদালত, রাঙ্গামাটি",
            "CJM Court, Rangamati",
            "211/26",
            "নতুন",
            "New",
            Tone::Plain,
            4,
        ),
        (
            "নাসরিন আক্তার",
            "Nasrin Akter",
            "আদালত থেকে ফেরত",
            "Back from court",
            "88/25",
            "আদালত ফেরত",
            "Court return",
            Tone::Good,
            11,
        ),
        (
            "বিপ্লব সরকার",
            "Biplab Sarkar",
            "স্থানান্তর · ময়মনসিংহ",
            "Transfer · Mymensingh",
            "40/24",
            "একজন",
            "One match",
            Tone::Warn,
            26,
        ),
    ]
    .map(
        |(bn, en, from_bn, from_en, case, state_bn, state_en, tone, wait)| Arrival {
            name: page.lang.pick(bn, en).to_owned(),
            from: page.lang.pick(from_bn, from_en).to_owned(),
            case: page.digits(case),
            state: page.lang.pick(state_bn, state_en).to_owned(),
            tone,
            wait: page.duration_clock(wait * kernel::BdTime::MINUTE),
        },
    );
    let place = Cursor {
        key: "ক".to_owned(),
        id: Uuid::nil(),
    };
    Slice {
        rows: rows.into(),
        prev: Some(place.encode()),
        next: Some(place.encode()),
    }
}
