use kernel::words;

/// Thousandths of the drawing's width within which the trunk and the legs lie; the arms hang outside.
const TRUNK: std::ops::Range<i64> = 305..695;
/// Thousandths of its width at which left and right part.
const MIDDLE: i64 = 500;

words! {
    /// A part of the body, for those who cannot see the drawing and for whoever writes it into a letter.
    pub enum Region: "body" {
        /// Head and face.
        Head = "head",
        /// Neck.
        Neck = "neck",
        /// Chest.
        Chest = "chest",
        /// Belly.
        Belly = "belly",
        /// Between the shoulders.
        UpperBack = "upper_back",
        /// The small of the back.
        LowerBack = "lower_back",
        /// Hips and loins.
        Hips = "hips",
        /// Right arm.
        RightArm = "right_arm",
        /// Left arm.
        LeftArm = "left_arm",
        /// Right hand.
        RightHand = "right_hand",
        /// Left hand.
        LeftHand = "left_hand",
        /// Right leg.
        RightLeg = "right_leg",
        /// Left leg.
        LeftLeg = "left_leg",
        /// Right foot.
        RightFoot = "right_foot",
        /// Left foot.
        LeftFoot = "left_foot",
    }
}

impl Region {
    /// The part on which a point of the body map lies: its side (`front` or `back`), then thousandths of the
    /// drawing's width and height. The bounds are those of the figure `body` in the icons.
    pub fn of(side: &str, x: i64, y: i64) -> Self {
        let is_back = side == "back";
        // Who looks at a face has its right hand on the left.
        let is_right = (x < MIDDLE) != is_back;
        let pick = |right, left| if is_right { right } else { left };
        match y {
            ..160 => Self::Head,
            160..205 => Self::Neck,
            205..455 if !TRUNK.contains(&x) => pick(Self::RightArm, Self::LeftArm),
            455..540 if !TRUNK.contains(&x) => pick(Self::RightHand, Self::LeftHand),
            205..390 if is_back => Self::UpperBack,
            205..390 => Self::Chest,
            390..540 if is_back => Self::LowerBack,
            390..540 => Self::Belly,
            540..660 => Self::Hips,
            660..900 => pick(Self::RightLeg, Self::LeftLeg),
            _ => pick(Self::RightFoot, Self::LeftFoot),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_and_left_are_those_of_the_body_and_not_of_who_looks() {
        assert_eq!(Region::of("front", 200, 300), Region::RightArm);
        assert_eq!(Region::of("back", 200, 300), Region::LeftArm);
        assert_eq!(Region::of("front", 800, 480), Region::LeftHand);
        assert_eq!(Region::of("back", 600, 950), Region::RightFoot);
    }

    #[test]
    fn front_and_back_of_the_trunk_have_their_own_names() {
        assert_eq!(Region::of("front", 500, 300), Region::Chest);
        assert_eq!(Region::of("back", 500, 300), Region::UpperBack);
        assert_eq!(Region::of("front", 500, 450), Region::Belly);
        assert_eq!(Region::of("back", 500, 450), Region::LowerBack);
        assert_eq!(Region::of("front", 480, 60), Region::Head);
    }
}
