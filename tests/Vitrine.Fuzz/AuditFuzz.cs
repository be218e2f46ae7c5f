using System.Globalization;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Reading.Harvesting;
using Vitrine.Audit.Reading.Script;
using Vitrine.Audit.Targets;

namespace Vitrine.Fuzz;

/// <summary>Packages of others, before anything of them is run.</summary>
internal static class AuditFuzz
{
    private static readonly ReadingBudget Small = new() { MaxDecodedBytes = 4 << 20, MaxPiece = 1 << 20, MaxTime = TimeSpan.FromSeconds(20) };
    private static readonly string Root = Directory.CreateTempSubdirectory("vitrine-fuzz-audit-").FullName;

    static AuditFuzz() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Directory.Delete(Root, recursive: true);

    public static void Tokens(ReadOnlySpan<byte> input)
    {
        int end = 0;
        var tokenizer = new JsTokenizer(input);
        while (tokenizer.Next(out JsToken token))
        {
            BrokenPropertyException.Unless(token.Start >= end && token.End > token.Start && token.End <= input.Length,
                "tokens come in order, within the source");
            end = token.End;
        }
    }

    /// <summary>A README: what it says in plain words excuses what the program does, so nothing of it may be more than a reader sees.</summary>
    public static void Readme(ReadOnlySpan<byte> input)
    {
        IReadOnlyList<HarvestItem> items = Content(input, ContentKind.Text, "README.md");
        BrokenPropertyException.Unless(items.Count(item => item.Kind == HarvestKind.Documented) <= 300, "a README says no more than a person would read");
        BrokenPropertyException.Unless(!items.Any(item => item.Kind == HarvestKind.Documented
            && item.Value.Any(sign => char.GetUnicodeCategory(sign) == UnicodeCategory.Format)),
            "signs that are not seen say nothing");
    }

    public static void Program(ReadOnlySpan<byte> input) => Content(input, ContentKind.Script);

    /// <summary>Whatever the bytes say that they are: executables, archives, modules, JSON.</summary>
    public static void Any(ReadOnlySpan<byte> input) => Content(input, ContentKinds.Tell("", input));

    public static void Tar(ReadOnlySpan<byte> input)
    {
        string directory = Path.Combine(Root, "out");
        Directory.CreateDirectory(directory);
        try
        {
            new TarUnpacker(new UnpackLimits { MaxBytes = 1 << 20, MaxEntries = 100 }).Unpack(new MemoryStream(input.ToArray()), directory,
                CancellationToken.None);
        }
        catch (InvalidDataException)
        {
            // Refused.
        }

        BrokenPropertyException.Unless(Directory.GetFileSystemEntries(Root).Length == 1, "nothing is unpacked outside");
        Directory.Delete(directory, recursive: true);
    }

    private static IReadOnlyList<HarvestItem> Content(ReadOnlySpan<byte> input, ContentKind kind, string name = "input")
    {
        var state = new ReadingState(Small, TimeProvider.System);
        new ContentReader(state).Read(new Origin(name, 0, []), input.ToArray(), kind);
        IReadOnlyList<HarvestItem> items = state.Harvester.Table.ToHarvest().Items;
        foreach (HarvestItem item in items)
            BrokenPropertyException.Unless(item.Value.Length is > 0 and <= 512, "what is kept is short");
        return items;
    }
}
