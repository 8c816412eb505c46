//! Marks on a body, drawn: a number at each place, front and back.

/// Units of the drawing from its left to its right edge.
const WIDE: i64 = 1_000;
/// Units from its top to its bottom.
const HIGH: i64 = 2_200;
/// Units from a number's middle to its edge.
const RADIUS: i64 = 58;
/// Units between the middles of two numbers that do not touch.
const APART: i64 = 2 * RADIUS + 8;

/// A number on the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// The number, from one.
    pub number: usize,
    /// Where the mark is, in the drawing's units.
    pub place: (i64, i64),
    /// The middle of the number: the place itself, unless another number stands there.
    pub label: (i64, i64),
}

impl Dot {
    /// Whether the number stands beside its place, so that a line leads there.
    pub fn is_aside(&self) -> bool {
        self.place != self.label
    }
}

/// A drawing of a body with numbered places; the words of each number stand in the list beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyChart {
    /// Those in front.
    pub front: Vec<Dot>,
    /// Those at the back.
    pub back: Vec<Dot>,
}

impl BodyChart {
    /// Numbers places in their order: the side (`front` or `back`), then the shares of width and height
    /// in thousandths, as a body map's field gives them.
    pub fn new<'a>(spots: impl IntoIterator<Item = (&'a str, i64, i64)>) -> Self {
        let mut chart = Self::default();
        for ((side, x, y), number) in spots.into_iter().zip(1..) {
            let dots = match side {
                "back" => &mut chart.back,
                _ => &mut chart.front,
            };
            let place = (x * WIDE / 1_000, y * HIGH / 1_000);
            dots.push(Dot {
                number,
                place,
                label: free(dots, place),
            });
        }
        chart
    }

    /// Units from a number's middle to its edge.
    pub fn radius(&self) -> i64 {
        RADIUS
    }

    /// The sides, each with the end of its text's key.
    pub fn sides(&self) -> [(&'static str, &[Dot]); 2] {
        [("front", &self.front), ("back", &self.back)]
    }
}

/// Where a number for `place` covers no other: there, else beside it, else above or below. On a drawing
/// that is full numbers may touch.
fn free(dots: &[Dot], place: (i64, i64)) -> (i64, i64) {
    let covers = |(x, y): (i64, i64)| {
        dots.iter().any(|dot| {
            let (a, b) = (dot.label.0 - x, dot.label.1 - y);
            a * a + b * b < APART * APART
        })
    };
    let inside = |(x, y): (i64, i64)| {
        (RADIUS..=WIDE - RADIUS).contains(&x) && (RADIUS..=HIGH - RADIUS).contains(&y)
    };
    let start = (
        place.0.clamp(RADIUS, WIDE - RADIUS),
        place.1.clamp(RADIUS, HIGH - RADIUS),
    );
    let aside = (0..=WIDE / RADIUS).flat_map(|step| [step * RADIUS, -step * RADIUS]);
    [0, -APART, APART]
        .into_iter()
        .flat_map(|up| aside.clone().map(move |by| (start.0 + by, start.1 + up)))
        .find(|at| inside(*at) && !covers(*at))
        .unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_in_their_order_on_both_sides() {
        let chart = BodyChart::new([("front", 500, 100), ("back", 400, 300), ("front", 300, 900)]);
        let numbers = |dots: &[Dot]| dots.iter().map(|dot| dot.number).collect::<Vec<_>>();
        assert_eq!(
            (numbers(&chart.front), numbers(&chart.back)),
            (vec![1, 3], vec![2])
        );
        assert_eq!(chart.front[0].place, (500, 220));
        assert!(!chart.front[0].is_aside());
    }

    #[test]
    fn no_number_covers_another_and_none_hangs_over_the_edge() {
        let crowd = [
            (500, 100),
            (500, 100),
            (505, 102),
            (495, 98),
            (0, 0),
            (1_000, 1_000),
        ];
        let chart = BodyChart::new(crowd.map(|(x, y)| ("front", x, y)));
        for (at, dot) in chart.front.iter().enumerate() {
            assert!((RADIUS..=WIDE - RADIUS).contains(&dot.label.0), "{dot:?}");
            assert!((RADIUS..=HIGH - RADIUS).contains(&dot.label.1), "{dot:?}");
            for other in &chart.front[..at] {
                let (a, b) = (dot.label.0 - other.label.0, dot.label.1 - other.label.1);
                assert!(a * a + b * b >= APART * APART, "{dot:?} covers {other:?}");
            }
        }
        assert!(chart.front[1].is_aside());
    }
}
