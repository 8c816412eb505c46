//! Identity and phone numbers that look right and belong to nobody.
//!
//! * **10 digits**: begins with 0. The Election Commission's card numbers do not.
//! * **13 and 17 digits**: real layout (district, area type, upazila, union, serial; the longer with the year of birth in front),
//!   but a serial from 900,000 up. The serial counts the voters of one union or ward, and none has a tenth as many.
//! * **Phones**: operator prefixes 013–019 so that forms take them, with a subscriber number beginning `00`. No operator is known
//!   to hand those out; even so, a system that holds made-up people must never be connected to a real SMS gateway.

use crate::dice::Dice;

/// Coprime to ten, so that multiplying by it modulo 10⁹ shuffles without repeating.
const SHUFFLE: u64 = 387_420_489;

/// A number for the person in one of the three lengths in use; two ids never share one.
pub(crate) fn nid(id: u32, district: &str, birth_year: i16, dice: &mut Dice) -> String {
    let mixed = u64::from(id) * SHUFFLE % 1_000_000_000;
    let area = dice.permille(&[(750, 1), (150, 2)], 9);
    let (union, serial) = (mixed / 100_000, 900_000 + mixed % 100_000);
    let long = format!("{district}{area}{union:04}{serial}");
    match dice.permille(&[(550, 10), (300, 17)], 13) {
        10 => format!("0{mixed:09}"),
        17 => format!("{birth_year}{long}"),
        _ => long,
    }
}

/// A mobile number in the local form.
pub(crate) fn phone(dice: &mut Dice) -> String {
    let operator = dice.permille(&[(350, 7), (220, 8), (200, 9), (80, 3), (60, 6)], 5);
    format!("01{operator}00{:06}", dice.below(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_well_formed_and_in_the_fictional_ranges() {
        let mut dice = Dice::new(&[3]);
        for id in 0..2000 {
            let nid = nid(id, "93", 1984, &mut dice);
            assert!(nid.bytes().all(|digit| digit.is_ascii_digit()));
            match nid.len() {
                10 => assert!(nid.starts_with('0')),
                13 => assert!(nid.starts_with("93") && &nid[7..8] == "9"),
                17 => assert!(nid.starts_with("198493") && &nid[11..12] == "9"),
                other => panic!("{other} digits"),
            }
            let phone = phone(&mut dice);
            assert_eq!(phone.len(), 11);
            assert!(('3'..='9').contains(&phone.chars().nth(2).unwrap()));
            assert_eq!(&phone[3..5], "00");
        }
    }
}
