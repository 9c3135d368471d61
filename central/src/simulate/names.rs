//! Names, streets, places and telephone numbers as they are written in fifteen countries: the material of a
//! generated electorate. Common names only, put together at random; telephone numbers keep to ranges set
//! aside for fiction where a country has one.
//!
//! Names in other scripts than Latin carry their romanisation behind a slash, for e-mail addresses.

/// How a full name is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// `Ada Lovelace`
    GivenFamily,
    /// `María García López`: father's and mother's family name.
    GivenTwoFamilies,
    /// `محمد علي حسن`: given name, father's given name, family name.
    GivenFatherFamily,
    /// `አበበ ከበደ`: given name and father's given name; there are no family names.
    GivenFather,
    /// `山田 花子`
    FamilyGiven,
    /// `王伟`: family name and given name without a space.
    FamilyGivenJoined,
    /// `Nguyễn Thị Hoa`: family name, middle name, given name.
    FamilyMiddleGiven,
    /// `Иванова Анна Сергеевна`: family name, given name, patronymic.
    FamilyGivenPatronymic,
}

/// One country's ways of writing. In patterns a `#` is any digit.
pub(crate) struct Culture {
    /// ISO 3166-1 alpha-2.
    pub(crate) country_code: &'static str,
    /// The country in its own language.
    pub(crate) country: &'static str,
    pub(crate) order: Order,
    pub(crate) female: &'static [&'static str],
    pub(crate) male: &'static [&'static str],
    pub(crate) family: &'static [&'static str],
    /// Feminine forms of `family`, one each; empty where they do not differ.
    pub(crate) family_female: &'static [&'static str],
    /// Middle names or patronymics.
    pub(crate) middle_female: &'static [&'static str],
    pub(crate) middle_male: &'static [&'static str],
    /// City, state, pattern of the post code.
    pub(crate) cities: &'static [(&'static str, &'static str, &'static str)],
    pub(crate) streets: &'static [&'static str],
    /// `{n}` is the house number, `{street}` the street.
    pub(crate) street_line: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) cell: &'static str,
    /// A polling station's name; `{n}` is its number.
    pub(crate) station: &'static str,
}

#[rustfmt::skip]
pub(crate) static CULTURES: &[Culture] = &[
    Culture {
        country_code: "US",
        country: "United States",
        order: Order::GivenFamily,
        female: &[
            "Mary", "Patricia", "Jennifer", "Linda", "Elizabeth", "Barbara", "Susan", "Jessica", "Sarah",
            "Karen", "Emily", "Ashley", "Keisha", "Grace", "Olivia", "Hannah",
        ],
        male: &[
            "James", "Robert", "John", "Michael", "David", "William", "Richard", "Joseph", "Thomas",
            "Christopher", "Daniel", "Matthew", "Jamal", "Ethan", "Noah", "Tyrone",
        ],
        family: &[
            "Smith", "Johnson", "Williams", "Brown", "Jones", "Davis", "Miller", "Wilson", "Anderson",
            "Taylor", "Moore", "Jackson", "Thompson", "White", "Harris", "Clark", "Lewis", "Robinson",
            "Walker", "Young", "O'Connor", "McCarthy", "Washington", "Nelson-Reed",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("Springfield", "Illinois", "627##"),
            ("Riverton", "Wyoming", "825##"),
            ("Fairview", "Oregon", "970##"),
            ("Georgetown", "Kentucky", "403##"),
        ],
        streets: &[
            "Main Street", "Oak Avenue", "Maple Drive", "Cedar Lane", "Washington Street", "Lake Road",
            "Hillcrest Avenue", "2nd Street",
        ],
        street_line: "{n} {street}",
        phone: "+1 217 555 01##",
        cell: "+1 307 555 01##",
        station: "Lincoln Elementary School {n}",
    },
    Culture {
        country_code: "ES",
        country: "España",
        order: Order::GivenTwoFamilies,
        female: &[
            "María Carmen", "Ana", "Isabel", "Laura", "Cristina", "Marta", "Lucía", "Sofía", "Elena",
            "Rocío", "Núria", "Begoña", "Paula", "Inés",
        ],
        male: &[
            "Antonio", "Manuel", "José Luis", "Francisco", "Javier", "Carlos", "Jesús", "Alejandro",
            "Miguel Ángel", "Rafael", "Iñaki", "Álvaro", "Sergio", "Martín",
        ],
        family: &[
            "García", "Rodríguez", "González", "Fernández", "López", "Martínez", "Sánchez", "Pérez",
            "Gómez", "Jiménez", "Ruiz", "Hernández", "Díaz", "Moreno", "Muñoz", "Álvarez", "Romero",
            "Gutiérrez", "Núñez", "Ibáñez",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("Madrid", "Comunidad de Madrid", "280##"),
            ("Sevilla", "Andalucía", "410##"),
            ("Zaragoza", "Aragón", "500##"),
            ("A Coruña", "Galicia", "150##"),
        ],
        streets: &[
            "Calle Mayor", "Calle de la Constitución", "Avenida de Andalucía", "Plaza de España",
            "Calle Real", "Paseo del Prado",
        ],
        street_line: "{street}, {n}",
        phone: "+34 910 ### ###",
        cell: "+34 6## ### ###",
        station: "Colegio Público Cervantes {n}",
    },
    Culture {
        country_code: "FR",
        country: "France",
        order: Order::GivenFamily,
        female: &[
            "Marie", "Nathalie", "Isabelle", "Sylvie", "Camille", "Léa", "Chloé", "Manon", "Élodie",
            "Aurélie", "Inès", "Zoé", "Hélène", "Françoise",
        ],
        male: &[
            "Jean", "Pierre", "Michel", "Philippe", "Nicolas", "Julien", "Loïc", "Théo", "Hugo", "Rémi",
            "Étienne", "François", "Gaël", "Mehdi",
        ],
        family: &[
            "Martin", "Bernard", "Dubois", "Thomas", "Robert", "Petit", "Durand", "Leroy", "Moreau",
            "Lefèvre", "Garnier", "Rousseau", "Fontaine", "Chevalier", "Noël", "Guérin", "Benoît",
            "Le Goff", "Diallo", "Traoré",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("Lyon", "Auvergne-Rhône-Alpes", "690##"),
            ("Nantes", "Pays de la Loire", "440##"),
            ("Orléans", "Centre-Val de Loire", "450##"),
            ("Saint-Étienne", "Auvergne-Rhône-Alpes", "420##"),
        ],
        streets: &[
            "rue de la République", "rue Victor-Hugo", "avenue Jean-Jaurès", "place de l'Église",
            "rue des Écoles", "chemin du Moulin",
        ],
        street_line: "{n} {street}",
        phone: "+33 1 99 00 ## ##",
        cell: "+33 6 39 98 ## ##",
        station: "École Jules-Ferry {n}",
    },
    Culture {
        country_code: "DE",
        country: "Deutschland",
        order: Order::GivenFamily,
        female: &[
            "Anna", "Katharina", "Sabine", "Petra", "Monika", "Ursula", "Heike", "Anke",
            "Leonie", "Käthe", "Ayşe", "Friederike", "Mia",
        ],
        male: &[
            "Hans", "Peter", "Wolfgang", "Jürgen", "Stefan", "Andreas", "Lukas", "Jonas", "Felix", "Sören",
            "Günther", "Matthias", "Mehmet", "Karl-Heinz",
        ],
        family: &[
            "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Schulz",
            "Hoffmann", "Schäfer", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann",
            "Groß", "Yılmaz", "von Bergen",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("Berlin", "Berlin", "101##"),
            ("Köln", "Nordrhein-Westfalen", "506##"),
            ("Nürnberg", "Bayern", "904##"),
            ("Göttingen", "Niedersachsen", "370##"),
        ],
        streets: &[
            "Hauptstraße", "Bahnhofstraße", "Gartenweg", "Schulstraße", "Lindenallee", "Am Markt",
        ],
        street_line: "{street} {n}",
        phone: "+49 30 23125 ###",
        cell: "+49 171 39200 ##",
        station: "Grundschule am Lindenweg {n}",
    },
    Culture {
        country_code: "IN",
        country: "भारत",
        order: Order::GivenFamily,
        female: &[
            "सीता/sita", "प्रिया/priya", "अंजलि/anjali", "सुनीता/sunita", "नेहा/neha", "पूजा/puja", "कविता/kavita",
            "लक्ष्मी/lakshmi", "रेखा/rekha", "मीना/mina", "दीपिका/dipika", "आरती/arti",
        ],
        male: &[
            "राहुल/rahul", "अमित/amit", "संजय/sanjay", "राजेश/rajesh", "विजय/vijay", "अनिल/anil", "सुरेश/suresh",
            "मोहन/mohan", "अर्जुन/arjun", "दीपक/dipak", "कृष्ण/krishna", "रवि/ravi",
        ],
        family: &[
            "शर्मा/sharma", "सिंह/singh", "कुमार/kumar", "गुप्ता/gupta", "वर्मा/varma", "यादव/yadav", "मिश्रा/mishra",
            "पांडेय/pandey", "जोशी/joshi", "पटेल/patel", "देसाई/desai", "त्रिपाठी/tripathi", "चौधरी/chaudhary",
            "अग्रवाल/agrawal",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("लखनऊ", "उत्तर प्रदेश", "2260##"),
            ("जयपुर", "राजस्थान", "3020##"),
            ("पटना", "बिहार", "8000##"),
            ("भोपाल", "मध्य प्रदेश", "4620##"),
        ],
        streets: &["महात्मा गांधी मार्ग", "स्टेशन रोड", "नेहरू नगर", "शिवाजी मार्ग", "गांधी चौक"],
        street_line: "{n}, {street}",
        phone: "+91 522 ### ####",
        cell: "+91 98### #####",
        station: "राजकीय विद्यालय क्रमांक {n}",
    },
    Culture {
        country_code: "EG",
        country: "مصر",
        order: Order::GivenFatherFamily,
        female: &[
            "فاطمة/fatma", "مريم/mariam", "سارة/sara", "نور/nour", "ليلى/layla", "هدى/hoda", "أمينة/amina",
            "زينب/zaynab", "ياسمين/yasmin", "منى/mona",
        ],
        male: &[
            "محمد/mohamed", "أحمد/ahmed", "علي/ali", "حسن/hassan", "عمر/omar", "يوسف/youssef",
            "إبراهيم/ibrahim", "خالد/khaled", "مصطفى/mostafa", "محمود/mahmoud", "طارق/tarek", "كريم/karim",
        ],
        family: &[
            "المصري/elmasry", "عبد الرحمن/abdelrahman", "السيد/elsayed", "حسين/hussein", "سليمان/soliman",
            "منصور/mansour", "الشافعي/elshafei", "عثمان/osman", "فاروق/farouk", "نجيب/naguib", "رمضان/ramadan",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("القاهرة", "القاهرة", "115##"),
            ("الإسكندرية", "الإسكندرية", "215##"),
            ("الأقصر", "الأقصر", "859##"),
        ],
        streets: &["شارع التحرير", "شارع الجمهورية", "شارع النيل", "شارع رمسيس", "شارع الأزهر"],
        street_line: "{n} {street}",
        phone: "+20 2 #### ####",
        cell: "+20 10 #### ####",
        station: "مدرسة النيل الابتدائية {n}",
    },
    Culture {
        country_code: "CN",
        country: "中国",
        order: Order::FamilyGivenJoined,
        female: &[
            "秀英/xiuying", "芳/fang", "娜/na", "敏/min", "静/jing", "丽/li", "艳/yan", "娟/juan", "霞/xia",
            "雪梅/xuemei", "晓燕/xiaoyan", "雨桐/yutong",
        ],
        male: &[
            "伟/wei", "强/qiang", "磊/lei", "军/jun", "勇/yong", "杰/jie", "涛/tao", "明/ming", "建国/jianguo",
            "志强/zhiqiang", "浩然/haoran", "文博/wenbo",
        ],
        family: &[
            "王/wang", "李/li", "张/zhang", "刘/liu", "陈/chen", "杨/yang", "黄/huang", "赵/zhao", "吴/wu",
            "周/zhou", "徐/xu", "孙/sun", "马/ma", "朱/zhu", "胡/hu", "林/lin", "欧阳/ouyang",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("北京市", "北京市", "1000##"),
            ("杭州市", "浙江省", "3100##"),
            ("成都市", "四川省", "6100##"),
            ("广州市", "广东省", "5100##"),
        ],
        streets: &["人民路", "中山路", "解放路", "建设街", "和平大道", "长江路"],
        street_line: "{street}{n}号",
        phone: "+86 10 #### ####",
        cell: "+86 139 #### ####",
        station: "第{n}实验小学",
    },
    Culture {
        country_code: "VN",
        country: "Việt Nam",
        order: Order::FamilyMiddleGiven,
        female: &[
            "Hoa", "Lan", "Hương", "Mai", "Linh", "Ngọc", "Thảo", "Yến", "Phương", "Trang", "Thủy", "Vy",
        ],
        male: &[
            "Anh", "Bình", "Cường", "Dũng", "Đức", "Hùng", "Huy", "Khánh", "Long", "Minh", "Sơn", "Tuấn",
        ],
        family: &[
            "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
            "Ngô", "Dương", "Lý",
        ],
        family_female: &[],
        middle_female: &["Thị", "Thị Thanh", "Ngọc", "Thu", "Kim", "Mỹ"],
        middle_male: &["Văn", "Hữu", "Đình", "Quang", "Minh", "Đức"],
        cities: &[
            ("Hà Nội", "Hà Nội", "10####"),
            ("Đà Nẵng", "Đà Nẵng", "55####"),
            ("Huế", "Thừa Thiên Huế", "49####"),
        ],
        streets: &[
            "đường Lê Lợi", "đường Trần Hưng Đạo", "phố Hàng Bạc", "đường Nguyễn Huệ", "đường Hai Bà Trưng",
        ],
        street_line: "{n} {street}",
        phone: "+84 24 #### ####",
        cell: "+84 91 ### ## ##",
        station: "Trường Tiểu học Kim Đồng {n}",
    },
    Culture {
        country_code: "ET",
        country: "ኢትዮጵያ",
        order: Order::GivenFather,
        female: &[
            "አስቴር/aster", "ሄለን/helen", "ማርታ/marta", "ሰላም/selam", "ትዕግስት/tigist", "ሃና/hana", "ፍቅርተ/fikirte",
            "ራሄል/rahel", "ብርቱካን/birtukan", "አልማዝ/almaz",
        ],
        male: &[
            "አበበ/abebe", "ከበደ/kebede", "ተስፋዬ/tesfaye", "ግርማ/girma", "ዳዊት/dawit", "ሙሉጌታ/mulugeta",
            "ኃይሌ/haile", "በቀለ/bekele", "ታደሰ/tadesse", "ዮሐንስ/yohannes", "ሳሙኤል/samuel", "ወርቁ/worku",
        ],
        family: &[],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("አዲስ አበባ", "አዲስ አበባ", "10##"),
            ("ባሕር ዳር", "አማራ", "60##"),
            ("ሐዋሳ", "ሲዳማ", "50##"),
        ],
        streets: &["ቦሌ መንገድ", "ቸርችል ጎዳና", "መስቀል አደባባይ", "ፒያሳ", "ካዛንቺስ"],
        street_line: "{street} {n}",
        phone: "+251 11 ### ####",
        cell: "+251 91 ### ####",
        station: "የአዲስ ዘመን ትምህርት ቤት {n}",
    },
    Culture {
        country_code: "RU",
        country: "Россия",
        order: Order::FamilyGivenPatronymic,
        female: &[
            "Анна/anna", "Мария/maria", "Елена/elena", "Ольга/olga", "Наталья/natalia", "Татьяна/tatiana",
            "Светлана/svetlana", "Екатерина/ekaterina", "Ирина/irina", "Дарья/daria",
        ],
        male: &[
            "Александр/aleksandr", "Сергей/sergey", "Дмитрий/dmitry", "Андрей/andrey", "Алексей/aleksey",
            "Иван/ivan", "Михаил/mikhail", "Николай/nikolay", "Владимир/vladimir", "Фёдор/fyodor",
        ],
        family: &[
            "Иванов/ivanov", "Смирнов/smirnov", "Кузнецов/kuznetsov", "Попов/popov", "Васильев/vasiliev",
            "Петров/petrov", "Соколов/sokolov", "Михайлов/mikhaylov", "Новиков/novikov", "Фёдоров/fyodorov",
            "Морозов/morozov", "Волков/volkov", "Лебедев/lebedev", "Ковалёв/kovalyov",
        ],
        family_female: &[
            "Иванова/ivanova", "Смирнова/smirnova", "Кузнецова/kuznetsova", "Попова/popova",
            "Васильева/vasilieva", "Петрова/petrova", "Соколова/sokolova", "Михайлова/mikhaylova",
            "Новикова/novikova", "Фёдорова/fyodorova", "Морозова/morozova", "Волкова/volkova",
            "Лебедева/lebedeva", "Ковалёва/kovalyova",
        ],
        middle_female: &[
            "Александровна", "Сергеевна", "Дмитриевна", "Андреевна", "Ивановна", "Николаевна", "Михайловна",
            "Владимировна",
        ],
        middle_male: &[
            "Александрович", "Сергеевич", "Дмитриевич", "Андреевич", "Иванович", "Николаевич", "Михайлович",
            "Владимирович",
        ],
        cities: &[
            ("Москва", "Москва", "1010##"),
            ("Томск", "Томская область", "6340##"),
            ("Казань", "Республика Татарстан", "4200##"),
        ],
        streets: &["улица Ленина", "Садовая улица", "улица Мира", "Школьная улица", "проспект Победы"],
        street_line: "{street}, д. {n}",
        phone: "+7 495 ###-##-##",
        cell: "+7 916 ###-##-##",
        station: "Школа № {n}",
    },
    Culture {
        country_code: "GR",
        country: "Ελλάδα",
        order: Order::GivenFamily,
        female: &[
            "Μαρία/maria", "Ελένη/eleni", "Αικατερίνη/aikaterini", "Γεωργία/georgia", "Σοφία/sofia",
            "Αναστασία/anastasia", "Δήμητρα/dimitra", "Ιωάννα/ioanna", "Χριστίνα/christina",
        ],
        male: &[
            "Γεώργιος/georgios", "Δημήτριος/dimitrios", "Κωνσταντίνος/konstantinos", "Ιωάννης/ioannis",
            "Νίκος/nikos", "Χρήστος/christos", "Παναγιώτης/panagiotis", "Βασίλης/vasilis", "Σπύρος/spyros",
        ],
        family: &[
            "Παπαδόπουλος/papadopoulos", "Παππάς/pappas", "Γεωργίου/georgiou", "Νικολάου/nikolaou",
            "Δημητρίου/dimitriou", "Οικονόμου/oikonomou", "Ιωάννου/ioannou", "Αντωνίου/antoniou",
            "Μακρής/makris", "Καραγιάννης/karagiannis",
        ],
        family_female: &[
            "Παπαδοπούλου/papadopoulou", "Παππά/pappa", "Γεωργίου/georgiou", "Νικολάου/nikolaou",
            "Δημητρίου/dimitriou", "Οικονόμου/oikonomou", "Ιωάννου/ioannou", "Αντωνίου/antoniou",
            "Μακρή/makri", "Καραγιάννη/karagianni",
        ],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("Αθήνα", "Αττική", "10# ##"),
            ("Θεσσαλονίκη", "Κεντρική Μακεδονία", "54# ##"),
            ("Ηράκλειο", "Κρήτη", "71# ##"),
        ],
        streets: &["Οδός Ερμού", "Οδός Αθηνάς", "Λεωφόρος Αλεξάνδρας", "Οδός Βενιζέλου", "Οδός Τσιμισκή"],
        street_line: "{street} {n}",
        phone: "+30 21 #### ####",
        cell: "+30 69 #### ####",
        station: "{n}ο Δημοτικό Σχολείο",
    },
    Culture {
        country_code: "JP",
        country: "日本",
        order: Order::FamilyGiven,
        female: &[
            "花子/hanako", "陽子/yoko", "恵子/keiko", "美咲/misaki", "さくら/sakura", "結衣/yui", "由美/yumi",
            "真由美/mayumi", "葵/aoi",
        ],
        male: &[
            "太郎/taro", "健一/kenichi", "誠/makoto", "翔太/shota", "大輔/daisuke", "蓮/ren", "浩/hiroshi",
            "拓也/takuya", "一郎/ichiro",
        ],
        family: &[
            "佐藤/sato", "鈴木/suzuki", "高橋/takahashi", "田中/tanaka", "伊藤/ito", "渡辺/watanabe",
            "山本/yamamoto", "中村/nakamura", "小林/kobayashi", "加藤/kato", "山田/yamada", "森/mori",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("札幌市", "北海道", "060-00##"),
            ("京都市", "京都府", "604-80##"),
            ("福岡市", "福岡県", "810-00##"),
        ],
        streets: &["中央区本町", "北区桜台", "南区緑町", "東区若葉台", "西区栄町"],
        street_line: "{street}{n}番地",
        phone: "+81 75 ### ####",
        cell: "+81 90 #### ####",
        station: "第{n}小学校体育館",
    },
    Culture {
        country_code: "KR",
        country: "대한민국",
        order: Order::FamilyGivenJoined,
        female: &[
            "서연/seoyeon", "민지/minji", "지우/jiwoo", "수진/sujin", "영희/younghee", "하은/haeun", "미영/miyoung",
            "은정/eunjung",
        ],
        male: &[
            "민준/minjun", "서준/seojun", "지훈/jihoon", "영수/youngsoo", "성호/sungho", "도윤/doyoon", "현우/hyunwoo",
            "상철/sangchul",
        ],
        family: &[
            "김/kim", "이/lee", "박/park", "최/choi", "정/jung", "강/kang", "조/cho", "윤/yoon", "장/jang", "임/lim",
            "한/han", "남궁/namgung",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("서울특별시", "서울특별시", "045##"),
            ("부산광역시", "부산광역시", "482##"),
            ("전주시", "전라북도", "549##"),
        ],
        streets: &["세종대로", "중앙로", "평화길", "학교길", "시장로"],
        street_line: "{street} {n}",
        phone: "+82 2 #### ####",
        cell: "+82 10 #### ####",
        station: "제{n}초등학교",
    },
    Culture {
        country_code: "BR",
        country: "Brasil",
        order: Order::GivenTwoFamilies,
        female: &[
            "Ana Beatriz", "Juliana", "Fernanda", "Mariana", "Camila", "Letícia", "Vitória", "Conceição",
            "Márcia", "Luíza", "Tânia",
        ],
        male: &[
            "João", "José", "Luiz", "Paulo", "Pedro", "Lucas", "Gabriel", "Mateus", "Antônio", "Flávio",
            "Sebastião",
        ],
        family: &[
            "da Silva", "dos Santos", "Oliveira", "Souza", "Rodrigues", "Ferreira", "Alves", "Pereira",
            "Lima", "Gomes", "Ribeiro", "Araújo", "Magalhães", "Conceição", "Simões",
        ],
        family_female: &[],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("São Paulo", "São Paulo", "010##-000"),
            ("Belém", "Pará", "660##-000"),
            ("Curitiba", "Paraná", "800##-000"),
        ],
        streets: &[
            "Rua das Flores", "Avenida Brasil", "Rua São João", "Travessa do Comércio", "Rua XV de Novembro",
        ],
        street_line: "{street}, {n}",
        phone: "+55 11 3### ####",
        cell: "+55 11 9#### ####",
        station: "Escola Municipal Machado de Assis {n}",
    },
    Culture {
        country_code: "PL",
        country: "Polska",
        order: Order::GivenFamily,
        female: &[
            "Agnieszka", "Katarzyna", "Małgorzata", "Joanna", "Ewa", "Zofia", "Łucja", "Elżbieta", "Beata",
            "Żaneta",
        ],
        male: &[
            "Piotr", "Krzysztof", "Andrzej", "Tomasz", "Paweł", "Michał", "Łukasz", "Stanisław", "Wojciech",
            "Grzegorz",
        ],
        family: &[
            "Nowak", "Kowalski", "Wiśniewski", "Wójcik", "Kamiński", "Lewandowski", "Zieliński", "Szymański",
            "Dąbrowski", "Mazur",
        ],
        family_female: &[
            "Nowak", "Kowalska", "Wiśniewska", "Wójcik", "Kamińska", "Lewandowska", "Zielińska", "Szymańska",
            "Dąbrowska", "Mazur",
        ],
        middle_female: &[],
        middle_male: &[],
        cities: &[
            ("Kraków", "Małopolskie", "30-0##"),
            ("Łódź", "Łódzkie", "90-0##"),
            ("Gdańsk", "Pomorskie", "80-0##"),
        ],
        streets: &["ul. Długa", "ul. Kościuszki", "ul. Mickiewicza", "al. Jana Pawła II", "ul. Źródlana"],
        street_line: "{street} {n}",
        phone: "+48 12 ### ## ##",
        cell: "+48 60# ### ###",
        station: "Szkoła Podstawowa nr {n}",
    },
];
