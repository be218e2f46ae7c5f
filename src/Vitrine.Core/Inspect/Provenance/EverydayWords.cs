using System.Text;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>Words that programs, their documents and their licences share, whoever wrote them.</summary>
internal static class EverydayWords
{
    // Keywords, built-in types and library names of common languages; then what examples, manifests and tools say; then English; then licences.
    private const string Text = """
        abstract alias alignas and any array arr arrow assert assertion async auto await base begin bigint binary bool boolean break buf buffer byte bytes call callable callback
        case cast catch cell chan char character class clone closed close code collection collections column command common compare complete concat config configuration connect
        connection console const constant constexpr constructor contains content contents context continue control convert copy count counter create created current cursor custom
        cwd data database date datetime day debug decimal declare decode def default defer define defined del delegate delete deprecated desc description dest destroy dict dictionary
        diff dir direct directory dirname disable disabled discard dispose div doc document documentation done double down drop duration dynamic each edit element elements elif else
        elsif empty enable enabled encode encoding end ends ensure enter entries entry enum enumerable env environment equal equals err error errors escape eval even event events
        every example examples except exception exec executable execute exist exists exit expand expect expected explicit export exports expr expression extend extends extension
        extern external fail failed failure false fetch field fields file filename files filter final finally find first fixed flag flags float floor flush fmt fn focus folder font
        for force foreach form format found frame free friend from full fun func function functions future generate generic get global goto group guard handle handler has hasown hash
        head header headers height help helper hex hidden high home hook hooks host hour html http https icon ident identifier idx ignore image img immutable impl implement implements
        implicit import imports include includes index indexes info inherit init initial initialize inline inner inout input insert inside instance instanceof instead int integer
        interface intern internal interval invalid invoke invoked item items iter iterable iterator join json key keys keyword kind label lambda last lazy left len length let level lib
        library limit line lines link list listen listener literal load local location lock log logger logging logs long loop low lower main make malloc map mapping mark match math max
        member memory message messages meta method methods middle min minimum minute mix mod mode model modified modifier module modules mount move msg mul mut mutable name named names
        namespace native neg nested new next nil node nodes none noexcept nonlocal normal normalize not note nothing null nullable num number numbers numeric obj object objects off offset
        old once only open operation operator option optional options order origin original other out outer output over overload override own owner pack package packages padding page
        panic param parameter parameters params parent parse parsed parser part partial parts pass passed path paths pattern peek pending percent perform permission pick pipe place
        platform plugin plugins point pointer policy pop port pos position prefix prepare present pretty prev previous print printf println private process processed processing processor
        program progress project promise prop properties property props protected protocol prototype provide provider proxy ptr public pull push put query queue quote raise random range
        rate raw read readable reader readonly ready real reason receive record recursive redirect reduce ref reference refs regex regexp register reject rejected relative release reload
        remote remove removed rename render repeat replace reply report repo repository request requests require required res reset resolve resolved resource resources response rest
        restore result results resume ret retry return returned returns reverse right role root round route router row rows rule rules run runner running runtime safe save scan schema
        scope screen script scripts search second seconds section seek segment select selected selector self semver send sender sequence server service session set sets setter setup shape
        shared shell shift short should show shutdown side sign signal signature silent simple single size sizeof skip sleep slice slot small sort source span spawn spec special splice
        split sql src stack stage standard start started starts startup stat state statement states static status std stderr stdin stdlib stdout step stop storage store str strict string
        strings strip struct structure stub style sub subject submit substr substring success suffix sum summary super support supported swap switch symbol sync syntax system table tag
        tags tail take target task tasks team temp template term terminal test tests text than that then this thread throw thrown throws tick time timeout timer timestamp title tmp token
        tokens tool tools top total touch trace track transaction transform tree trigger trim true trunc try tuple two type typed typedef typeof types typename uint ulong undefined union
        unique unit unknown unlock unsafe unset unsigned until update updated upper url urls usage use used user username users ushort using util utils uuid valid validate validation
        validator value values var variable variables vec vector verbose verify version versions view virtual visible visit visitor void volatile wait walk warn warning warnings watch web
        when where while width window with without word words work worker wrap wrapper writable write writer written yaml year yield zero zip
        esmodule awaiter generator importstar importdefault createbinding exportstar decorate metadata rest spread interop wildcard getter getown own symbols reflect weakmap weakset math
        iife umd amd commonjs globalthis browser bundle bundler sourcemap sourcemappingurl webpack rollup vite esbuild babel eslint prettier jest mocha chai vitest tape ava karma typescript
        javascript ecmascript python java csharp dotnet rust cargo golang ruby perl php bash node nodejs npm npx yarn pnpm pip unittest pytest describe beforeeach aftereach beforeall afterall
        adopt fulfilled trys ops sent verb thisarg
        todo fixme dependencies devdependencies peerdependencies keywords author contributors engines bugs homepage git github com org www html net license licenses license readme changelog
        build dist lib src bin prepublish prepublishonly pretest posttest coverage nyc lint ci travis badge svg img shields app application apps api component components children
        usestate useeffect react vue angular express router next req res ctx params props state setstate component dispatch store action reducer foo bar baz qux hello world lorem ipsum
        able about above across actual add added adding additional after again against ago all allow allowed allows almost alone along already also although always among another answer
        anyone anything apply are around ask away back basic because become been before behind being below best better between big both bring but can cannot case cause certain change
        changed changes check choose clear come consider could currently describe detail details did different directly does don done due during early easily easy either enough even ever
        exactly far few following follow follows further gets getting give given gives goes going good great had happen happens hard have having her here him his hold how however ideally
        inc including indeed instead into its itself just keep know known large later lead learn least less like likely little longer look made makes making many may maybe mean means might
        mind more most much multiple must near necessary need needed needs never nice non now number often okay one ones onto our ours otherwise particular per please possible prefer
        probably problem provided provides purpose question quite rather really recommended related same saw say see seem seems seen several she similar since some someone something
        sometimes somewhere soon specific specified still such sure tell their theirs them themselves there therefore these they thing things think third those though three through thus
        together too toward under unless unlike upon usually very want wants was way ways well were what whatever whether which who whole whose why will within would yes yet you your
        acknowledgement act action advised agree agreement applicable arising associated attorney authors binding business charge claim claims commercial compliance compliant condition
        conditions connection consequential contract contribution contributions contributor contributors copies copy copyright copyrighted cover covered damages dealings derivative
        derived disclaimed disclaimer disclaimers distribute distributed distribution documentation endorse endorsed event exemplary express expressed fee fitness foundation furnished
        general gnu goods governing grant granted grants hereby holder holders implied incidental indirect infringement interruption kind lgpl liability liable licensable licensed licensor
        limitation limitations limited loss lesser merchantability merge modification modifications modify mozilla mpl mit isc bsd apache asf spdx identifier neither nor notice notices
        obtain obtaining obligations owner party particular patent permission permissions permit permitted person persons portions procurement products profits promote prior published
        publish publicity punitive redistribution redistributions redistribute reproduce reproduction reserved restriction retain rights royalty sell services sharing software special
        strict sublicense subject substantial substitute substitutes terms theory title tort trademark trademarks unlimited unmodified used warranties warranty whatsoever whom worldwide
        """;

    private static readonly Lazy<HashSet<ulong>> Words = new(Read);

    /// <summary>Whether a packed word is one of these.</summary>
    public static bool Contains(ulong word) => Words.Value.Contains(word);

    /// <summary>A word, in small letters, as a number; equal words have equal numbers, others nearly never.</summary>
    public static ulong Pack(ReadOnlySpan<byte> word)
    {
        ulong packed = 14695981039346656037;
        foreach (byte letter in word)
            packed = (packed ^ (letter is >= (byte)'A' and <= (byte)'Z' ? (uint)letter | 0x20 : letter)) * 1099511628211;
        return packed;
    }

    private static HashSet<ulong> Read()
    {
        var words = new HashSet<ulong>();
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(Text);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)' ', (byte)'\n');
            if (end < 0)
                end = rest.Length;
            if (end > 0)
                words.Add(Pack(rest[..end]));
            rest = rest[Math.Min(rest.Length, end + 1)..];
        }

        return words;
    }
}
