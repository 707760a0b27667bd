//! Names that are ordinary English words.
//!
//! A general list of words would not do: large ones hold Jack, Smith and John, small ones lack
//! Hope. These are given names and surnames of British schools that stand in ordinary prose.

use std::collections::HashSet;

const WORDS: &str = "
abbey able ace acre adder admiral alder almond amber anchor angel angle apple april arch archer arrow art arts ash ashes
august autumn avenue badger bacon bags bailiff baker ball banks bar barber bark barker barley barn baron barrel barrow basil
bass battle bay beach bead beam bean beans bear beard beat beech bell bells belt bench berry best better bill bills bird birch
bishop black blackbird blank blaze bliss block bloom blossom blow blue blythe boar board boat body bold bolt bond bone bones
book books boot booth bow bowl bowman box boy boys bracken branch brand brass brave bray bread break breeze brew brewer briar
brick bridge bridges bridle bright bristow broad brook brooks broom brown brush buck buckle bud bull bullock bunch bunny bunting burden
burns burrow bush bushell butcher butler button buttons byway cable cage cake calf call camp candle candy cane cannon canon cant
cape carder care carol carpenter carrier carriage cart carter carver case cash castle caution chair chalk chance chandler channel
chant chaplain chapel chapman charge charity charm chase cheer cheese cherry chess chest child childs chilly chip chips christian
christmas church churches circle city clark clay clear clerk cliff cloud clover coach coal coast coates cobb cobble cock cocker coffee
coffin coin cold collar colt comfort common constable constant cook cooke cool cooper coral cord cork corn corner cotton couch
counsel count court coward cox crab crane cream creed creek crisp cross crow crown crumb crystal cuff cup curl curling curtain
cutter cutting cypress daily dairy daisy dale dance dark darling dart dash dates dawn day days deal dean dear death deed deer
delight dell dene dent desire destiny diamond dice dick die dine dirt dish dock doe dove down downs dragon drain drake draper drawer
dream dress drew drive driver drown drum drummer drury duck duke dusk dust dusty dyer eagle earl earls early earnest earth easter
easy eden edge edges elder elm ember emerald empress end english eve evening ever every ewe ewer fable fair faith falcon fall
falls fancy far farm farmer farrow farthing father fawn feather february felicity fell fellow fellows felt fern ferry few field
fielder fields fig finch finder fine fir fire first fish fisher fist flag flame flash flat flax fleet fletcher flint flood floor flora flower
flowers flute fog folk foot force ford forge forest forester fort fortune foster fountain fowler fox frank franklin free freedom freeman
french fresh friend frost fry fuller funnel furlong furniture gable gage gale game gamble garden gardener garland garner garnet gas gate gates
gaunt gay gem general gentle gentry giant gift gilder giles ginger glass glaze glen glory glover goat gold golden good goodman
goose gosling grace grain grange grant grass grate grave graves gray graves green greenwood grey grief ground grove groves guard guest
guide gull gun gunner guy hack hail hale hales half hall halls ham hammer hand handy happy harbour hard hardy hare harm harmony
harness harp harper hart harvest hatch hatcher hatter haven hawk hay hayward hazel head heal heart hearts heat heath heather heaven
heavens hedge hedges heel height held hemp hen herald herb herbs herd heritage hero heron herring hide high hill hills hind hobby
hogg hold holder hole holiday holland hollow holly holmes holt home homer honest honey honor honour hood hook hooker hooper
hop hope hopper horn horse hose hour house howl hunt hunter huntress hush hut ice idle ink inkpen iron irons isle issue
ivory ivy jack jade january jasmine jasper jay jet jewel job jolly jordan joy joyce judge juice julep july june junior juniper
just justice keel keen keep keeper kettle key keys kid kind king kings kiss kitchen kite kitty knave knight knights knock knot
knowledge lace lad lake lakes lamb lambs lance land lane lark last latch laurel lavender law lawn laws lay leader leaf leak lean
leather leave leaves ledger lemon lent leopard letter levy liberty life light lightning lights lilac lily lime line lines link lion
list little livery living lock locke locks lodge loft logic london long looker lord lot lottery love lovely lover low lowe lower loyal luck
lucky lynch lyric mace mage maiden mail main maker male man manners manor mansion march mare marigold mark marks market marble
marsh marshal marshall martin mason mast master masters mate may mayor mead meadow meadows mean measures meek mellow melody
melon merchant mercy merit merry metal mew mews mid middle mild miles mill miller millet mills mint minor mirth miss mist mister
mitten moat mode mole monday money monk moody moon moor moore morn morning moss moth mother mould mount mountain mouse mullet
music must myrtle nail nation nature neat neck needle needles nettle new newman newt nice nicely nick nickel night nightingale
noble noon norm north note november nut nuttall oak oakes oaks oar oats ocean october office olive onion opal orange orchard
orchid order otter outlaw oven over ovens owl owner ox oyster page pages pain paine painter pale palmer pansy paradise parent paris
park parks parsley parson parsons part partridge paste pastor pasture patch patience pattern pea peace peach peacock peak pear
pearl pease pebble peel peg pen pence penny pepper perch perfect perks petal pet pew pheasant phoenix pickle pie pig pigeon pike
pilgrim pillar pillow pin pine pink piper pitcher place plain plane plank plant planter player pleasant plenty plough plum
plumb plumber poet point pole pond pool poor pope poppy port porter posey post pot potter potts pound power powers praise prat
presence press price pride priest primrose prince princess print prior priest prize proctor proper prophet prosper proud prudence
pure purse purdy quarry quay queen quick quiet quill rabbit race radish rain rainbow raine rains ram ranger rank rash raven ray rays
read reader ready reason rebel record red reed reel reeve reeves reef regent rest reward rice rich riches rider ridge riding right
ring ripple rise river rivers road roads roach robe rob robber robin rock rocks rod roe rolls roman rook room rope rose rosemary
rosy rough round row rowan royal ruby rudder rue rule rush russet rust rusty rye sable sad saddle saddler saffron sage sailor salt salter
samson sand sands sandy sapphire savage savior saw sawyer say sayer scales scarlet school scoop score scout scribe scrivener seal seam
seaman sear season seat secret seed senior september sergeant serenity sermon service settle sewell sexton shade shadow shaft
sharp sharpe shaw sheep shell shepherd shilling shine ship shoe shoemaker shore short shot shout show shrub sick silence silk silver
simple singer singh skill skin skinner skipper sky slade slater sleep sleeper sleet slight slim sloe slow small smart smoke snail
snape snell snow snowball sole song sorrel sorrow soul sound south sower spark sparks sparrow spear speed spell spencer spence
spender spice spicer spike spirit spinner spring springs spur square squire stable stack staff stag stair stall stamp standing
star stark starling stars state stay steed steel steer step stern steward stick still sting stitch stock stocks stone stones storey
storm stout straw stream street stretch strong stubbs style such sue suet sugar suit summer summers summit sun sunday sunny sunshine
sure swain swallow swan sweet sweeting swift sword tabor tack tailor talent tall tanner tar tate tax taylor tea teacher teal
tell temper temperance temple tempest tench tender tenant terrace terry thatcher thing thistle thorn thorne thrift thrush thunder thyme
tide tidy tiger tiler till tiller timber time times tin tinker tip toad toast toll tomb topaz tooth torrent tower towers town
trade train trainer travel travers tree trees trench tribe trick trinity trip troop trout trow true truelove trueman trust truth
tucker tulip tune turf turn turner turnip turtle twain twist tyler unity usher vain vale valentine valley vane venture verity
verse vicar victory view vine viola violet virtue vision voice waddle wade wager wages wagon wait waite wake wakeful wakes walk walker
wall walls walnut walter ward warden ware warm warner warren wash watch water waters wave waxman way wayman weal wealth weasel weather
weaver webb weed week weir well wells welsh west whale wharf wheat wheel wheeler whistler white wicked wick wide wild wilder will
willow wills win wind winder window wine wing winger winner winning winter winters wise wish wit witch wolf wonder wood woodcock
wooden woodman woods woodward wool word words work workman world worm worth worthy wrath wren wright yard yarrow yeoman yes yew york
young younger youth
";

/// Given names that stand before names in ordinary sentences: "When will Jones arrive?"
const OPENERS: &str =
    "art bill bob can chase drew dear frank grant guy just mark may miss nick pat ray rob say sue tell will";

/// Knows ordinary words.
#[derive(Clone, Debug)]
pub(super) struct Ordinary {
    words: HashSet<&'static str>,
    openers: HashSet<&'static str>,
}

impl Ordinary {
    pub(super) fn new() -> Self {
        Self { words: WORDS.split_whitespace().collect(), openers: OPENERS.split_whitespace().collect() }
    }

    /// Whether given name and surname read as ordinary English: both are words, or the surname
    /// is one and only an initial stands before it, or the given name is a word that stands
    /// before names.
    pub(super) fn reads(&self, words: &[String]) -> bool {
        let [given, family] = words else { return false };
        let is_word = |word: &String| self.words.contains(word.as_str());
        let initial = given.chars().nth(1).is_none();
        self.openers.contains(given.as_str()) || is_word(family) && (initial || is_word(given))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_words() {
        let ordinary = Ordinary::new();
        let reads = |given: &str, family: &str| ordinary.reads(&[given.to_owned(), family.to_owned()]);
        for (given, family) in [
            ("grace", "hope"),
            ("mark", "down"),
            ("will", "power"),
            ("will", "jones"),
            ("a", "brown"),
            ("poppy", "field"),
            ("april", "may"),
            ("rose", "bush"),
        ] {
            assert!(reads(given, family), "{given} {family}");
        }
        for (given, family) in
            [("mia", "hope"), ("grace", "jones"), ("jack", "smith"), ("a", "jones"), ("john", "brown")]
        {
            assert!(!reads(given, family), "{given} {family}");
        }
    }
}
