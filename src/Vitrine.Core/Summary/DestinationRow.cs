using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What went to one destination.</summary>
internal sealed class DestinationRow(SummaryLimits limits, TextBudget budget) : TableRow
{
    private const int MostFiles = 2_000;
    private readonly BoundedTable<FileRow> _files = new(Math.Min(limits.Paths, MostFiles), limits, budget, static () => new FileRow());
    private readonly BoundedTable<SecretRow> _secrets = new(limits.Names, limits, budget, static () => new SecretRow());
    private readonly BoundedTable<PlacedRow> _identity = new(64, limits, budget, static () => new PlacedRow());
    private readonly BoundedTable<PlacedRow> _hidden = new(64, limits, budget, static () => new PlacedRow());
    private readonly CountTable<string> _purposes = new(32, "other");
    private readonly CountTable<string> _models = new(32, "other");
    private readonly CountTable<string> _parts = new(32, "other");
    private readonly CountTable<string> _unscanned = new(32, "other");
    private long _bodies;
    private long _refused;
    private long _tokensIn;
    private long _tokensOut;

    public string? Region { get; set; }

    public override long Weight => Saturating.Add(_bodies, _refused);

    /// <summary>An answer: only what it says of the exchange counts, nothing of it left.</summary>
    public void AddAnswer(BodyFindings findings)
    {
        _tokensIn = Saturating.Add(_tokensIn, findings.Meaning?.TokensIn ?? 0);
        _tokensOut = Saturating.Add(_tokensOut, findings.Meaning?.TokensOut ?? 0);
    }

    public void AddSent(BodyFindings findings, bool isAllowed)
    {
        foreach (SecretFound secret in findings.Secrets)
            AddSecret(secret, isAllowed);
        if (!isAllowed)
        {
            _refused++;
            return;
        }

        _bodies++;
        if (findings.Meaning is { } meaning)
            AddMeaning(meaning);
        foreach (SourceFound source in findings.Source)
            AddSource(source);
        foreach (IdentityFound identity in findings.Identity)
            if (identity.Effect is not Effect.Redact)
                AddPlaced(_identity[$"{identity.What}\n{identity.Form}"], identity.Place, 1);
        foreach (HiddenTextFound hidden in findings.HiddenText)
            AddPlaced(_hidden[hidden.What], hidden.Place, hidden.Count);
        foreach (UnscannedPart part in findings.Unscanned)
            _unscanned.Add(part.Why, part.Bytes);
    }

    public DestinationReport ToReport()
    {
        List<LeftFileReport> files = _files.ToSortedList().ConvertAll(static row => row.ToReport());
        files.Sort(static (a, b) => a.Lines != b.Lines ? b.Lines.CompareTo(a.Lines) : a.File.CompareTo(b.File));
        long lines = 0;
        foreach (LeftFileReport file in files)
            lines += file.Lines;
        IReadOnlyDictionary<string, long> unscanned = _unscanned.ToSorted(StringComparer.Ordinal);
        long unscannedBytes = 0;
        foreach (long bytes in unscanned.Values)
            unscannedBytes = Saturating.Add(unscannedBytes, bytes);
        return new DestinationReport(
            Name, Region, _bodies, _refused, _tokensIn, _tokensOut,
            _purposes.ToSorted(StringComparer.Ordinal), _models.ToSorted(StringComparer.Ordinal), _parts.ToSorted(StringComparer.Ordinal),
            files, _files.More, _secrets.ToSortedList().ConvertAll(static row => row.ToReport()), _secrets.More,
            _identity.ToSortedList().ConvertAll(static row => new LeftIdentityReport(Before(row.Name), Behind(row.Name), row.Count, row.Place)),
            _hidden.ToSortedList().ConvertAll(static row => new LeftHiddenReport(row.Name, row.Count, row.Place)), unscannedBytes, unscanned)
        {
            Lines = lines,
        };
    }

    private static string Before(string name) => name[..name.IndexOf('\n', StringComparison.Ordinal)];

    private static string Behind(string name) => name[(name.IndexOf('\n', StringComparison.Ordinal) + 1)..];

    private void AddMeaning(BodyMeaning meaning)
    {
        _purposes.Add(meaning.Purpose);
        if (meaning.Model is { Length: > 0 and <= 256 } model)
            _models.Add(model);
        foreach ((string kind, long bytes) in meaning.Parts)
            _parts.Add(kind, bytes);
    }

    private void AddSource(SourceFound source)
    {
        FileRow row = _files[source.File.ToString()];
        if (row == _files.Rest)
            return;
        row.File = source.File;
        row.FileLines = Math.Max(row.FileLines, source.FileLines);
        row.IsExact &= source.IsExact;
        row.Bodies++;
        foreach (LineRange range in source.Lines)
            row.Lines.Add(range);
    }

    private void AddSecret(SecretFound secret, bool isAllowed)
    {
        SecretRow row = _secrets[$"{secret.Rule}\n{secret.Fingerprint}\n{secret.Name}"];
        row.First ??= secret;
        if (isAllowed && secret.Effect is Effect.Allow or Effect.Record)
            row.Left++;
        else
            row.Stopped++;
    }

    private static void AddPlaced(PlacedRow row, string place, long count)
    {
        row.Count = Saturating.Add(row.Count, count);
        if (row.Place.Length == 0)
            row.Place = place;
    }

    private sealed class FileRow : TableRow
    {
        public UnixPath File { get; set; }

        public int FileLines { get; set; }

        public bool IsExact { get; set; } = true;

        public long Bodies { get; set; }

        public LineSet Lines { get; } = new();

        public override long Weight => Bodies;

        public LeftFileReport ToReport() => new(File, Lines.Count, FileLines, Lines.IsCut ? [] : Lines.Ranges, IsExact, Bodies);
    }

    private sealed class SecretRow : TableRow
    {
        public SecretFound? First { get; set; }

        public long Stopped { get; set; }

        public long Left { get; set; }

        public override long Weight => Stopped + Left;

        public LeftSecretReport ToReport() => new(First?.Rule ?? "", First?.Name, First?.Fingerprint ?? "", Stopped, Left, First?.Place ?? "");
    }

    private sealed class PlacedRow : TableRow
    {
        public long Count { get; set; }

        public string Place { get; set; } = "";

        public override long Weight => Count;
    }
}
