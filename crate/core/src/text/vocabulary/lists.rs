//! The lists. One cue for a phrase; the compiler refuses a second.
//!
//! Offensive terms are here because a school asks to be shown them, and are chosen to be slurs in
//! any setting: words that are also names, places, food, animals or what people call themselves
//! are left out, however they are used by some.

use super::Cue;

pub(super) const LISTS: &[(Cue, &str)] = &[
    (Cue::Birth, "dob,d o b,date of birth,born,birth date,birthdate,birthday"),
    (Cue::Nhs, "nhs,chi number"),
    (Cue::Insurance, "ni number,ni no,nino,national insurance"),
    (Cue::Passport, "passport,passports"),
    (Cue::Licence, "driving licence,driving license,driver licence,dvla,licence number,licence no"),
    (
        Cue::Phone,
        "tel,telephone,phone,phoned,mobile,mob,call,ring,whatsapp,landline,fax,telephone number,phone number,\
         mobile number,contact number,emergency contact,ph",
    ),
    (
        Cue::Reference,
        "ref,reference,invoice,order number,order no,purchase order,ticket,receipt,booking,urn,isbn,barcode,serial,\
         serial number,order,quote number,job number,case number,candidate number,centre number,id,product code,\
         tracking,parcel,policy number,membership number,sku,charity number,company number,vat",
    ),
    (Cue::Sort, "sort code,sortcode,sort"),
    (Cue::Account, "account number,account no,account,acc no,acc,acct,a c,bank account,ac no,account num"),
    (Cue::Vehicle, "reg,registration,number plate,numberplate,reg number,car reg,vehicle,vehicle reg,car,minibus,vrm"),
    (
        Cue::Label,
        "year,room,period,lesson,class,set,group,page,pages,chapter,form,level,stage,unit,week,part,figure,exercise,\
         question,section,table,item,row of,platform,bus,route,gate,day,term,week beginning,no more than,act,scene,\
         version,appendix,paper,building,block,hall",
    ),
    (
        Cue::Street,
        "street,st,road,rd,avenue,ave,lane,ln,close,drive,dr,way,crescent,cres,gardens,gdns,terrace,grove,\
         square,mews,rise,walk,court,place,row,parade,hill,view,green",
    ),
    (
        Cue::Month,
        "january,february,march,april,may,june,july,august,september,october,november,december,jan,feb,mar,apr,jun,\
         jul,aug,sep,sept,oct,nov,dec",
    ),
    (Cue::Password, "password,passwords,pw,pwd,passwd,pword,p w,pass word,passphrase,pass phrase"),
    (Cue::Passcode, "passcode,pass code,pin,pin code,pin number,access code,door code,entry code,gate code"),
    (
        Cue::WifiKey,
        "wifi key,wi fi key,network key,network security key,wpa key,wpa2 key,wireless key,wifi code,wi fi code",
    ),
    (Cue::Wifi, "wifi,wi fi,wireless,wlan,ssid,hotspot,guest network"),
    (
        Cue::Shared,
        "zoom,webinar,meeting,google meet,teams,file,files,document,documents,zip,spreadsheet,attachment,attached file,\
         pdf,workbook,zipped,encrypted",
    ),
    (
        Cue::Login,
        "login details,log in details,logon details,log on details,sign in details,login credentials,log in credentials,\
         login info,login information,your login,my login,username and password,user name and password,my credentials",
    ),
    (
        Cue::Follows,
        "below,attached,as follows,following,here are,these are,here is,underneath,enclosed,are here,are now",
    ),
    (
        Cue::NoValue,
        "required,needed,wrong,incorrect,correct,invalid,expired,secret,safe,secure,strong,weak,important,the,a,an,not,\
         too,now,my,your,our,their,its,in,on,at,to,for,of,being,been,going,easy,hard,confidential,private,case,\
         known,unknown,changed,reset,saved,stored,written,something,what,tbc,tba,see,above,sent,different,\
         same,still,only,also,just,already,never,always,as,with,from,by,please,no,none,must,should,will,can,cannot,\
         protected,policy,policies,manager,protection,blank,hidden,optional,unique,given,about,it,this,that,and,or,\
         if,when,working,choose,enter,type,reminder,help,enough,all,up,out,due,ready,available,shared,complex,simple,\
         temporary,forgotten,lost,short,long,used,using,one,per,is,new,old,another,more,less,very,so,here,there,either,\
         like,stronger,weaker,longer,masked,n a,na,unchanged,case sensitive",
    ),
    (
        Cue::ApiKey,
        "api key,apikey,secret key,access token,client secret,bearer,api token,auth token,api secret,access key,\
         access key id,secret access key,private key",
    ),
    (
        Cue::TokenPrefix,
        "sk,ghp,gho,ghu,ghs,ghr,github,xoxb,xoxp,xoxa,xoxs,glpat,npm,pk,rk,whsec,hf,shpat,dop,pypi,sg,ya29",
    ),
    (Cue::Begin, "begin"),
    (
        Cue::GivenName,
        "oliver,george,arthur,noah,muhammad,mohammed,mohammad,mohamed,leo,oscar,harry,archie,jack,henry,charlie,freddie,theodore,thomas,\
         finley,theo,alfie,jacob,william,isaac,tommy,joshua,james,lucas,alexander,arlo,roman,edward,elijah,teddy,\
         max,adam,albie,ethan,logan,joseph,sebastian,benjamin,harrison,mason,rory,reuben,louie,samuel,luca,\
         daniel,reggie,caleb,toby,zachary,ezra,hugo,louis,ronnie,dylan,jude,tobias,ralph,liam,ryan,aaron,jake,callum,\
         connor,kieran,owen,rhys,evan,lewis,luke,matthew,michael,nathan,andrew,david,john,peter,paul,robert,richard,\
         stephen,steven,simon,anthony,kevin,ian,alan,neil,stuart,graham,kyle,jamie,sam,ben,tom,dan,joe,alex,chris,\
         ibrahim,yusuf,ahmed,ali,omar,hassan,hamza,zain,aarav,arjun,dev,kai,kacper,jakub,filip,amelia,olivia,isla,ava,\
         freya,sophia,florence,emily,mia,evie,poppy,ella,lily,elsie,sophie,isabella,ivy,rosie,millie,harper,grace,evelyn,\
         sienna,maya,chloe,matilda,maisie,phoebe,daisy,alice,penelope,elizabeth,emma,jessica,lottie,erin,molly,layla,ellie,\
         holly,eva,lucy,hannah,abigail,megan,zara,nancy,martha,amber,ruby,scarlett,charlotte,georgia,georgina,imogen,jasmine,\
         leah,anna,amy,rebecca,rachel,sarah,laura,lauren,katie,kate,katherine,catherine,victoria,natalie,nicole,eleanor,\
         caitlin,bethany,beth,abbie,keira,niamh,aoife,sian,cerys,seren,ffion,aisha,ayesha,fatima,maryam,zainab,amina,\
         khadija,priya,anika,ananya,zofia,zuzanna,maja,zoe,tia,lola,darcie,ada,margaret,susan,karen,julie,helen,claire,\
         joanne,nicola,michelle,angela,jacqueline,deborah,tracey,alison,jane,mary,ann,anne,ruth,naomi,miriam,kelly,gemma,donna",
    ),
    (Cue::Title, "mr,mrs,miss,ms,mx,prof,professor"),
    (Cue::Pronoun, "he,she,him,her,his,hers"),
    (
        Cue::Pupil,
        "pupil,student,learner,tutee,my son,my daughter,your son,your daughter,the child,this child,your child",
    ),
    (
        Cue::Pupils,
        "pupils,students,year 1,year 2,year 3,year 4,year 5,year 6,year 7,year 8,year 9,year 10,year 11,year 12,year 13,\
         yr 7,yr 8,yr 9,yr 10,yr 11,the children,these children",
    ),
    (
        Cue::Reported,
        "said,says,saying,called,calling,shouted,shouting,wrote,swore,swearing,quote,quoted,quoting,unquote,incident,\
         reported,reporting,alleged,allegedly,allegation,racist,racism,homophobic,homophobia,sexist,abuse,abusive,\
         the word,the term,the phrase,slur,slurs,language,derogatory,offensive,insult,insulted,bullying,bullied,\
         witness,witnessed,statement,overheard,graffiti,used the,using the,texted,messaged,posted,lyrics,quotation,\
         discriminatory,ableist,verbal,verbally,threatened,threat,threatening",
    ),
    (
        Cue::Needs,
        "adhd,ehcp,ehc plan,education health and care plan,semh,pmld,spld,slcn,autistic,autism,asperger,aspergers,\
         dyslexia,dyslexic,dyspraxia,dyspraxic,dyscalculia,sen support,sen register,send register,sen needs,send needs,\
         special educational needs,special needs,additional learning needs,additional support needs,individual education plan,\
         individual development plan,learning difficulty,learning difficulties,learning disability,speech and language therapy,\
         developmental delay,sensory processing,tourettes,1 to 1 support,global delay,neurodivergent",
    ),
    (Cue::NeedsCapitals, "sen,send,asd,asc,iep,idp,mld,sld,msi,odd,pda,aln,asn,sali"),
    (
        Cue::NeedsWeak,
        "statement of needs,access arrangements,extra time,reader and scribe,teaching assistant support,disability,disabled",
    ),
    (
        Cue::Protection,
        "child protection,cp plan,child protection plan,child in need,cpoms,section 47,section 17,looked after child,\
         children looked after,foster carer,foster carers,foster care,safeguarding concern,safeguarding referral,\
         safeguarding file,self harm,self harming,self harmed,domestic abuse,domestic violence,sexual abuse,\
         sexually abused,marac,social services,early help,child sexual exploitation,county lines,fgm,care order,\
         young carer,private fostering,suicidal,suicide attempt,overdose",
    ),
    (Cue::ProtectionCapitals, "cin,lac,cla,cp,cse,cce,dv,tac,taf,icpc"),
    (
        Cue::ProtectionWeak,
        "social worker,social care,disclosure,disclosed,neglect,neglected,abused,adopted,bruise,bruises,refuge",
    ),
    (
        Cue::Health,
        "epipen,epi pen,anaphylaxis,anaphylactic,camhs,eating disorder,anorexia nervosa,bulimia,mental health,\
         medical condition,medical needs,health care plan,healthcare plan,care plan,individual healthcare plan,ritalin,\
         concerta,type 1 diabetes,type 1 diabetic,insulin pump,cerebral palsy,cystic fibrosis,muscular dystrophy,\
         down syndrome,downs syndrome,sickle cell,panic attacks,antidepressants,counselling sessions,sertraline,fluoxetine",
    ),
    (Cue::HealthCapitals, "ihp,ihcp,ptsd,ocd,hiv"),
    (
        Cue::HealthWeak,
        "epilepsy,epileptic,seizure,seizures,diabetes,diabetic,asthma,asthmatic,inhaler,medication,diagnosis,diagnosed,\
         allergy,allergic,anxiety,depression,pregnant,pregnancy,incontinence,hospital,therapy,counselling,cancer,leukaemia,\
         chemotherapy,surgery,medical,gp letter,wheelchair,hearing aid,visually impaired,hearing impaired",
    ),
    (Cue::Meals, "free school meals,free school meal,fsm,pupil premium,ever 6,ever6,fsm6"),
    (Cue::MealsCapitals, "pp,ppg"),
    (
        Cue::Behaviour,
        "permanently excluded,permanent exclusion,fixed term exclusion,fixed period exclusion,managed move,\
         alternative provision,pupil referral unit,behaviour support plan,behaviour plan,behaviour log,internal exclusion,\
         on report,pastoral support plan,truanting,school refuser,persistent absentee,persistently absent",
    ),
    (Cue::BehaviourCapitals, "pex,pru,pa"),
    (
        Cue::BehaviourWeak,
        "excluded,exclusion,suspended,suspension,detention,detentions,in isolation,sanction,sanctions,behaviour,truancy,\
         attendance,vaping,fighting,bullies,caught with,cannabis,knife",
    ),
    (
        Cue::Obscene,
        "fuck,fucks,fucked,fucker,fuckers,fucking,fuckin,fuckwit,motherfucker,motherfuckers,motherfucking,fck,fuk,\
         cunt,cunts,twat,twats,wanker,wankers,wank,wanking,shit,shits,shitty,shite,bullshit,shithead,shithole,dipshit,\
         arsehole,arseholes,asshole,assholes,dickhead,dickheads,knobhead,bellend,cocksucker,stfu,gtfo",
    ),
    (
        Cue::Race,
        "nigger,niggers,nigga,niggas,paki,pakis,wog,wogs,golliwog,gollywog,sambo,darkie,darkies,coolie,wetback,\
         gook,gooks,chinky,chinkies,pikey,pikeys,gyppo,gyppos,gypo,gypos,half caste,halfcaste,jungle bunny,porch monkey,\
         sand nigger,beaner,beaners,go back to your own country,go back to africa",
    ),
    (Cue::Religion, "kike,kikes,raghead,ragheads,towelhead,towelheads,papist scum,fenian bastard,christ killer,jewboy"),
    (
        Cue::Disability,
        "retard,retards,so retarded,are retarded,is retarded,fucking retarded,retarded kid,retarded child,spastic,spastics,spaz,spazz,spacker,spacca,mongoloid,mongol child,window licker,\
         window lickers,flid,libtard",
    ),
    (
        Cue::Sexuality,
        "faggot,faggoty,poofter,poofters,batty boy,batty boys,bumboy,bum boy,tranny,trannies,shemale,lezzer,lezza,lesbo,\
         lesbos,thats so gay,so gay,ur gay,your gay,youre gay",
    ),
    (Cue::Sex, "slut,sluts,slutty,whore,whores,slapper,thot,bitch,bitches,feminazi"),
    (
        Cue::Threat,
        "i will kill you,ill kill you,im going to kill you,i am going to kill you,gonna kill you,i will hurt you,\
         ill hurt you,im going to hurt you,i will stab you,ill stab you,gonna stab you,kys,i hope you die,\
         go and die,go kill yourself,should kill yourself,just kill yourself,please kill yourself,ill smash your face,smash your face in,ill beat you up,gonna beat you up,\
         i know where you live,you are dead meat,youre dead meat,watch your back",
    ),
    (
        Cue::StaffTitle,
        "headteacher,head teacher,head of school,headmaster,headmistress,head master,deputy head,assistant head,\
         executive head,principal of,vice principal,senco,sendco,designated safeguarding lead,safeguarding lead,dsl,\
         head of year,head of house,head of department,form tutor,form teacher,class teacher,teaching assistant,\
         school business manager,bursar,caretaker,school nurse,chair of governors,governing body,housemaster,\
         housemistress,nqt,ect mentor,trust leader,chief executive officer,dsp,designated safeguarding person",
    ),
];
