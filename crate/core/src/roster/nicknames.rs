//! What people in Britain and Ireland are called for short.

use std::collections::HashMap;

/// A line for each name: its spellings, a bar, and what it is shortened to. A long form and a
/// short one stand for each other, and so do two spellings of the long one. Two short forms stand
/// for each other where they begin alike (Kate, Katie): what is not is another name to most.
const NAMES: &str = "
aaron | az
abdullah | abdul
abigail abbigail abigayle | abby abbie abi gail
abraham ibrahim | abe bram ibby
adelaide | addie addy ada
adele | addie
adrian | ade
agnes | aggie nessie
aidan aiden | aid
aisha ayesha aysha | eesha
alan allan allen | al
alastair alasdair alistair alister | al ali aly
albert | al bert bertie
aleksandra alexandra alessandra | alex ali allie lexi lexie sandra sandy sasha xandra
alexander aleksander alexandre alejandro | al alec alex alexei ali lex sandy sasha xander zander
alexis | alex lexi lexie
alfred | alf alfie fred freddie
alice alys | ali allie
alicia alisha | ali lish
alison allison | ali allie
amanda | mandy manda
amelia emelia | amy emmie millie milly mia mimi
anastasia | ana stacey stasia
andrea | andi andie
andrew andreas | andy drew
angela | angie ange
angelica angelina | angie
angus | gus
anita | nita
ann anne anna | annie nan nancy
annabel annabelle anabel | anna bel bella belle
anthony antony anton | ant tony
antonia | toni tonya
archibald | archie archy
arabella | bella belle ara
arthur | art artie
ashley ashleigh | ash
augustus augustine | gus
barbara | babs barb barbie
barnaby barnabas | barney
bartholomew | bart
beatrice beatrix | bea bee trixie
benedict | ben benny
benjamin | ben benji benny benjy
bernadette | bernie
bernard | bernie
bethany bethan | beth
beverley beverly | bev
bradley | brad
brandon | bran
brendan | bren
bridget brigid | bridie biddy
bronwen bronwyn | bron
bryan brian | bri
caitlin kaitlin kaitlyn catelyn | cait kait katie
calum callum | cal
cameron | cam
camilla | cam milla millie
carol carole | caz
caroline carolyn | carrie caro lyn
cassandra | cass cassie sandra
catherine katherine katharine kathryn catharine cathryn | kate katie katy cath kath cathy kathy kat kay kit kitty
cecilia cecily | cece cis cissy
charlene | charlie
charles | charlie charley chas chaz chuck
charlotte | charlie charley lottie lotty char
chelsea chelsey | chels
chloe khloe | clo
christian | chris
christina kristina | chris chrissie chrissy tina kris
christine | chris chrissie chrissy
christopher kristopher | chris kit topher kris
clara | clare
clarence | clarrie
claudia | claud
clementine | clem clemmie
clifford | cliff
colin collin | col
conor connor | con
constance | connie
cordelia | delia cora
cornelius | con
courtney | court
craig | cragg
cynthia | cindy
damian damien | dame
daniel danyal | dan danny dani
danielle daniella daniela | dani danni dan
darren | daz
david dafydd | dave davey davie dai dewi
dawn | dawnie
deborah debra | deb debs debbie debby
declan | dec
deirdre | dee
denis dennis | den denny
dennise denise | den neesy
derek derrick | del rick
desmond | des
diana diane | di
dominic dominik | dom
dominique | dom nikki
donald | don donnie
donna | don
dorothy dorothea | dot dottie dolly thea
douglas | doug dougie
duncan | dunc
dylan | dyl
edith | edie
edmund edmond | ed eddie ted
edward eduard | ed eddie eddy ned ted teddy
edwin | ed eddie
eileen | ei
eilidh ailidh | eils
eleanor elinor eleanora ellenor | ellie nell nellie nora ella elle lenny
elena helena helen | lena nell ellie
elijah | eli
elizabeth elisabeth | beth bess bessie betsy betty eliza elle ellie elsie lib libby lis lisa liz liza lizzie lizzy lilibet
ellen | ellie nell nelly
emily emilie | em emmie millie milly
emma | em emmie
emmanuel immanuel | manny
ernest | ernie
esther ester | essie hettie
ethan | eth
eugene | gene
evangeline | eva evie
evelyn | eve evie
ezekiel | zeke
fatima fatimah fathima | fati
felicity | fliss flick lissy
fergus | ferg gus
finlay finley findlay | fin finn
fiona | fi fee
florence | flo florrie flossie flora
frances francesca | fran frankie franny cesca chess fanny
francis | frank frankie fran
franklin | frank
frederica | freddie
frederick frederic | fred freddie freddy
gabriel | gabe gabby
gabriella gabrielle gabriela | gabby gabi ella bella
gareth | gaz gary garth
gavin | gav
geoffrey jeffrey jeffery | geoff jeff
george | georgie geordie
georgia georgina georgiana | georgie gina george
gerald gerard | gerry jerry ged
geraldine | gerry
gillian jillian | gill jill gilly jilly
giovanni | gio johnny
glenys | glen
gordon | gord
graham graeme grahame | gray
gregory gregor | greg gregg
gwendoline gwendolen | gwen wendy
gwyneth | gwyn gwen
hannah hanna | han
harold | harry hal
harriet harriett | harri hattie hatty harrie
harrison | harry
harry | haz hal
hayley | hales
heather | hev
henrietta | hettie etta henri
henry | harry hal hank
herbert | bert herb
hilary hillary | hils
holly hollie | hols
howard | howie
hugh huw | hughie
hugo | hughie
humphrey | humph
imogen imogene | immy immie
ian iain | eoin
irene | rene
isaac izaak | ike zac zak
isabel isabelle isabella isobel isabell izabella | bel bella belle izzy izzie issy ella
isaiah | zay
jacob jakub | jake jay
jacqueline jaqueline jacquelyn | jackie jacqui jacky
jaden jayden | jay
james seamus hamish | jamie jim jimmy jem jimbo jay
jane jayne | janey janie jenny
janet | jan
janice | jan
jasmine jasmin yasmin yasmine | jas jaz jazz jazzy yas
jason | jay jase
jean | jeannie
jemima | jem mima mimi
jemma gemma | gem jem
jennifer jenifer | jen jenn jenni jenny jennie
jeremy jeremiah | jerry jez jem
jerome | jerry
jessica jesica | jess jessie jessy
joanna joanne johanna joana | jo joey
jocelyn | joss
joel | joe
john jon ioan sean shaun shawn eoin | jack johnny jonny
jonathan johnathan jonathon | jon jonny john johnny nathan
jordan | jord jordy jordie
joseph josef yusuf | joe joey jo
josephine | jo josie josey posy
joshua | josh
joyce | joy
judith | judy jude
julia | jules jools
julian | jules
julie | jules ju
juliet juliette | jules
justin | jus
karen | kaz
katarina katerina | kat kate katya
kayleigh kayley kaylee | kay
keith | kev
kelly kellie | kel
kenneth | ken kenny
kerry kerrie | kez
kevin | kev
kieran ciaran kieron | kier
kimberley kimberly | kim kimmy
kirsten kirstin | kirst kirsty
kirsty kirstie | kirst
krzysztof | chris kris
kyle | ky
lachlan | lachie
laura lora | laurie lolly
lauren lawren | loz lozza laurie
laurence lawrence | larry laurie loz
leah lea | lee
leanne | lee
leo leon | lee
leonard | len lenny leo
leonora | nora leo
leslie lesley | les
lewis louis luis | lew lou louie
liam | li
lilian lillian liliana | lil lily lilly
linda lynda | lin lindy
lindsay lindsey | linds lin
lorraine | lori lol
louise louisa | lou lulu
lucas lukas luca luka | luke luc
lucy lucie lucia lucinda | lu luce cindy
lukasz | luke lukas
lydia | liddy
lynn lynne lyn | linnie
mackenzie mckenzie | mac kenzie kenz
madeleine madeline madelyn madaleine | maddie maddy mads
madison maddison | maddie maddy
magdalena | maggie magda lena
malcolm | mal malc
marcus markus | marc mark
margaret margarita | maggie marge margie meg meggie peg peggy madge greta maisie daisy rita mags
maria mariah | mia ria
marian marion | maz
marilyn | mari
marjorie | marge margie
mark marc | marky
martha | marty mattie
martin martyn | mart marty
mary | may molly polly mamie moll
mateusz matteo mateo | matt mat
matilda mathilda | mattie tilda tilly tillie
matthew mathew | matt mat matty
maureen | mo
maurice morris | mo
maximilian maximillian maxwell maximus maxim | max
maxine | max
megan meghan | meg megs
melanie | mel
melissa | mel lissa missy
mercedes | mercy sadie
meredith | merry
michaela mikaela mikayla | micky kayla mica
michael mikael micheal michal | mick mickey micky mike mikey misha
michelle | shell shelly chelle mich
mildred | millie milly
millicent | millie milly
miranda | mandy randa mira
miriam | mim mimi miri
mitchell | mitch
mohammed muhammad mohammad mohamed muhammed mohamad | mo moe mohd
moira | mo
monica monika | mon
morgan | morg mo
morwenna | wenna
myfanwy | myf fan
nadia | nads
nancy | nan nance
naomi | nomi
natalie nathalie nataly | nat nats natty tally
natasha natasja | tash tasha nat
nathan | nat nate
nathaniel nathanael | nat nate nathan
neil neal niall | neily
nicholas nicolas nikolas nicolaas mikolaj | nick nicky nico nik klaus
nichola nicola | nicky nikki nic nicki
nicole | nicky nikki nic coco
nigel | nige
niamh neve | nia
noel | no
norah nora honora | norrie
norman | norm
olive | ollie
oliver olivier | ol oli olly ollie
olivia alivia | liv livvy livy olly ollie libby
oluwaseun | seun
owen owain | ow
padraig patrick padraic | pat paddy pad rick packie
pamela | pam
patricia | pat patsy patty tricia trish tish
paul pawel | pauly
paula pauline | polly
penelope | pen penny nell
percival | percy
peter piotr petra | pete petey
philip phillip philippe | phil pip flip
philippa phillipa | pip pippa pippy
phoebe | phoebs bee
piers | pier
poppy | pops
prudence | pru prue
quentin quinton | quin
rachel rachael rachelle | rach rae ray
raymond | ray
reagan regan | rea
rebecca rebekah rebeka | becca beccy beck becks becky bex
reginald | reg reggie rex
reuben ruben | rube
rhiannon | rhi annie
richard | dick rich richie rick ricky ritchie dickie
robert | bob bobby rob robbie robby bert rab
roberta | bobbie robbie
robin robyn | rob
roderick roderic | rod roddy rory
rodney | rod
roger rodger | rog
roisin | rosh ro
roland rowland | rolly roly
ronald | ron ronnie
rosalind rosalyn rosalie | ros roz rosie rose
rosamund | ros roz rosie
rose | rosie
roseanne rosanna rosanne | rosie rose anna
rosemary rosemarie | rose rosie romy
rosie | ro
rowan | ro
roxanne roxanna | roxy
rudolph | rudy
rupert | rupe
russell | russ rusty
ruth | ruthie
ryan | ry
sabrina | bri brina
sally | sal
salvatore | sal
samantha | sam sammy sammie
samuel | sam sammy sammie
sandra | sandy
sarah sara | sal sally sadie saz
sasha | sash
scott | scottie
sebastian | seb bas baz bastian
selina celina | lina
serena | rena
shannon | shan
sharon | shaz shazza
sheila | shell
shirley | shirl
sidney sydney | sid syd
silvia sylvia | sylvie
simon | si sim
siobhan | shiv shev
solomon | sol solly
sophia sofia zofia | sophie sofie soph
sophie sofie | soph
spencer | spence
stacey stacy | stace
stanley | stan
stella | stell
stephanie stefanie | steph stef stevie
stephen steven stefan | steve stevie ste
stewart stuart | stew stu
susan susanna susannah suzanne suzanna | sue susie suzie suzy suki zanna
sylvester | sly
tabitha | tabby
tamara | tam tammy
tamsin | tam tammy tamzin
tanya | tan
tatiana | tanya tati
terence terrance | terry tel
teresa theresa | terry tess tessa tracy resa
thaddeus | tad
theodora | dora thea theo
theodore | ted teddy theo
thomas tomas tomasz | tom tommy thom
tiffany | tiff
timothy | tim timmy
tobias | toby
tomos | tom
tracey tracy | trace
trevor | trev
tristan tristram | tris
tyler | ty
ursula | ursi
valentina valentine | val tina
valerie | val
vanessa | ness nessa
veronica | ronnie vee
victor viktor | vic
victoria viktoria | vic vicki vickie vicky tori tory
vincent | vin vince vinny vinnie
viola violet violetta | vi
virginia | ginny ginnie gina
vivian vivien vivienne | viv
wallace | wally
walter | wally walt wat
wanda | wandy
warren | wazza
wayne | waz
wilfred wilfrid | wilf will fred
wilhelmina | mina billie minnie willa
william wiliam wilhelm | bill billy billie liam will willie wills wim gwil
winifred | win winnie freda
winston | win
xavier javier | xav zav
yvonne | eve von
yvette | eve
zachary zachariah zachery zakariya zacharias | zac zach zack zak zaky
zara zahra | zaz
zoe zoey | zo
";

/// Whether it is somebody's first name, long or short, as the table has them. Folded.
#[must_use]
pub(crate) fn is_given_name(name: &str) -> bool {
    NAMES.split([' ', '\n']).any(|known| known == name)
}

/// Whether somebody of this first name may be called by the other one. Both folded.
#[must_use]
pub(crate) fn may_be_called(name: &str, other: &str) -> bool {
    NAMES.lines().any(|line| [name, other].iter().all(|wanted| line.split(' ').any(|known| known == *wanted)))
}

/// The names by which somebody may be called.
#[derive(Clone, Debug)]
pub(super) struct Nicknames {
    of: HashMap<&'static str, Vec<&'static str>>,
}

impl Nicknames {
    pub(super) fn new() -> Self {
        let mut of: HashMap<_, Vec<_>> = HashMap::new();
        for line in NAMES.lines() {
            let Some((long, short)) = line.split_once('|') else { continue };
            let long = long.split_whitespace().map(|name| (name, true));
            let all: Vec<_> = long.chain(short.split_whitespace().map(|name| (name, false))).collect();
            for &(name, is_long) in &all {
                for &(other, other_is_long) in all.iter().filter(|(other, _)| *other != name) {
                    if is_long || other_is_long || begin_alike(name, other) {
                        of.entry(name).or_default().push(other);
                    }
                }
            }
        }
        Self { of }
    }

    /// What somebody of this name may be called.
    pub(super) fn of(&self, name: &str) -> Vec<&'static str> {
        let mut names = self.of.get(name).cloned().unwrap_or_default();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Whether the first three letters are the same, or the first two of a name of two.
fn begin_alike(a: &str, b: &str) -> bool {
    let letters = a.len().min(b.len()).min(3);
    letters > 1 && a.get(..letters) == b.get(..letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_hundred_pairs_in_both_directions() {
        let nicknames = Nicknames::new();
        let of = |name: &str| nicknames.of(name);
        for (long, short) in [("william", "bill"), ("margaret", "peggy"), ("katherine", "kate"), ("patrick", "paddy")] {
            assert!(of(long).contains(&short) && of(short).contains(&long), "{long} {short}");
        }
        assert!(of("kate").contains(&"katie") && !of("kate").contains(&"cathy"));
        assert!(of("katherine").contains(&"kathryn"));
        assert_eq!(of("nobody"), [""; 0]);
        let pairs: usize = nicknames.of.keys().map(|name| of(name).len()).sum();
        assert!(pairs / 2 > 900, "{}", pairs / 2);
    }

    #[test]
    fn every_name_is_folded_and_every_line_has_both_sides() {
        for line in NAMES.trim().lines() {
            let (long, short) = line.split_once(" | ").unwrap_or_default();
            assert!(!long.is_empty() && !short.is_empty(), "{line}");
            assert!(line.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ' || byte == b'|'), "{line}");
        }
    }
}
