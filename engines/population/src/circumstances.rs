//! Schooling, work, marks and height: of the sex, not of the community.

use crate::dice::Dice;
use crate::person::{MadeText, Sex};
use crate::pools::draw;

pub(crate) fn education(dice: &mut Dice) -> &'static str {
    let levels = [
        (210, "none"),
        (190, "sign_only"),
        (110, "primary_some"),
        (160, "primary"),
        (120, "junior"),
        (60, "secondary_some"),
        (60, "ssc"),
        (10, "dakhil"),
        (35, "hsc"),
        (5, "alim"),
        (10, "qawmi"),
        (20, "bachelor"),
    ];
    dice.permille(&levels, "master")
}

pub(crate) fn occupation(sex: Sex, dice: &mut Dice) -> &'static str {
    if sex == Sex::Female {
        let work = [
            (550, "homemaker"),
            (130, "garment"),
            (110, "domestic"),
            (60, "day_labour"),
            (40, "small_trade"),
            (30, "tailor"),
            (30, "student"),
        ];
        return dice.permille(&work, "unemployed");
    }
    let work = [
        (160, "day_labour"),
        (130, "farmer"),
        (90, "rickshaw"),
        (80, "small_trade"),
        (70, "auto"),
        (60, "driver"),
        (60, "garment"),
        (50, "business"),
        (45, "mason"),
        (40, "shopkeeper"),
        (30, "hotel"),
        (30, "mechanic"),
        (25, "carpenter"),
        (20, "electrician"),
        (20, "fisherman"),
        (20, "service_private"),
        (20, "student"),
        (10, "tailor"),
        (10, "migrant"),
    ];
    dice.permille(&work, "unemployed")
}

pub(crate) fn marks(dice: &mut Dice) -> Vec<MadeText> {
    let count = dice.permille(&[(250, 0), (500, 1)], 2);
    let mut marks: Vec<MadeText> = (0..count)
        .filter_map(|_| draw("mark", dice).map(MadeText::usual))
        .collect();
    marks.dedup();
    marks
}

pub(crate) fn height(sex: Sex, dice: &mut Dice) -> u16 {
    let average = if sex == Sex::Female { 151 } else { 163 };
    // The sum of three draws falls off towards both ends as heights do.
    let spread = dice.below(13) + dice.below(13) + dice.below(13);
    u16::try_from(average + spread - 18).unwrap_or_default()
}
