using System.Text;
using Vitrine.Audit.Reading.Harvesting;
using Vitrine.Audit.Reading.Hiding;

namespace Vitrine.Audit.Reading;

/// <summary>What one reading has so far. Not for two threads at once.</summary>
internal sealed class ReadingState
{
    private const int LongestRevealed = 4096;
    private const int MostCuts = 200;
    private const int MostNested = 20_000;

    private readonly ReadingBudget _budget;
    private readonly Dictionary<(string Text, string File), RevealedString> _revealed = [];
    private readonly List<string> _cuts = [];
    private readonly Queue<(Origin Origin, ReadOnlyMemory<byte> Bytes, ContentKind? Kind)> _nested = [];
    private int _nestedSoFar;

    public ReadingState(ReadingBudget budget, TimeProvider clock)
    {
        _budget = budget;
        Allowance = new DecodeAllowance(budget, clock);
        Unhider = new Unhider(Allowance);
        Hashes = new HashedWords(LikelyWords.All);
        Later = new UnsolvedBytes(this);
        Harvester = new Harvester(new HarvestTable(budget.MaxItems), Hashes);
    }

    public DecodeAllowance Allowance { get; }

    public Unhider Unhider { get; }

    public Harvester Harvester { get; }

    public KeyBank Keys { get; } = new();

    public UnsolvedBytes Later { get; }

    public HashedWords Hashes { get; }

    public IReadOnlyList<string> Cuts => _cuts;

    public IReadOnlyList<RevealedString> Revealed =>
        [.. _revealed.Values.OrderByDescending(one => one.IsDeliberate).ThenBy(one => one.Place.File, StringComparer.Ordinal).ThenBy(one => one.Place.Offset)];

    /// <summary>Notes what was not read.</summary>
    public void Cut(string what)
    {
        if (_cuts.Count < MostCuts && !_cuts.Contains(what))
            _cuts.Add(what);
    }

    /// <summary>Files what came out of hiding, and puts it in line to be read itself where it is a program or a file.</summary>
    public void Reveal(Origin origin, int offset, in Revealed found, in Sighting seen)
    {
        SourcePlace place = origin.At(offset);
        IReadOnlyList<string> chain = [.. origin.Chain, .. found.Steps];
        bool isProgram = found.Text.Length > 60
            && !found.IsOpaque
            && ContentKinds.LooksLikeScript(Encoding.UTF8.GetBytes(found.Text.Length > 8192 ? found.Text[..8192] : found.Text));
        bool isJson = !isProgram && found.Text.Length > 8 && found.Text[0] is '{' or '[' && found.Text[^1] is '}' or ']';
        if (isProgram || isJson || found.IsOpaque || found.Text.Length > 65536)
            Nested(origin, string.Join(", ", found.Steps), offset, found.Bytes ?? Encoding.UTF8.GetBytes(found.Text),
                isProgram ? ContentKind.Script : isJson ? ContentKind.Json : null, found.IsDeliberate);
        // Of one or two characters nothing can be said.
        if (found.IsOpaque || found.Text.Length < 3)
            return;
        string text = found.Text.Length > LongestRevealed ? found.Text[..LongestRevealed] : found.Text;
        if (_revealed.Count >= _budget.MaxRevealed)
            Cut("more strings came out of hiding than are kept");
        else
            _revealed.TryAdd((text, place.File), new RevealedString(text, place, chain) { IsDeliberate = found.IsDeliberate || origin.IsDeliberate });
        Suspicion suspicion = found.IsDeliberate || origin.IsDeliberate ? Suspicion.Hidden : (Suspicion)Math.Max((int)seen.Suspicion, (int)Suspicion.Listed);
        Harvester.Take(found.Text, seen with { Suspicion = suspicion, Chain = chain });
    }

    /// <summary>Puts what lies within something in line.</summary>
    public void Nested(Origin origin, string how, int offset, ReadOnlyMemory<byte> bytes, ContentKind? kind, bool isDeliberate = false)
    {
        if (origin.Depth >= _budget.MaxDepth || _nestedSoFar >= MostNested || !Allowance.Take(bytes.Length))
        {
            Cut($"{origin.Name}: what lies within was not read, for it is too deep or too much");
            return;
        }

        _nestedSoFar++;
        _nested.Enqueue((new Origin(origin.Name, origin.Depth + 1, [.. origin.Chain, how])
        {
            Fixed = origin.At(offset),
            IsDeliberate = origin.IsDeliberate || isDeliberate
        },
            bytes, kind));
    }

    /// <summary>Puts a file within an archive in line.</summary>
    public void NestedFile(Origin origin, string name, ReadOnlyMemory<byte> bytes, ContentKind? kind = null)
    {
        if (origin.Depth >= _budget.MaxDepth || _nestedSoFar >= MostNested)
        {
            Cut($"{origin.Name}: not all of its files were read");
            return;
        }

        _nestedSoFar++;
        _nested.Enqueue((new Origin($"{origin.Name}!{name}", origin.Depth + 1, origin.Chain) { IsDeliberate = origin.IsDeliberate }, bytes, kind));
    }

    /// <summary>The next in line.</summary>
    public bool TryNext(out Origin origin, out ReadOnlyMemory<byte> bytes, out ContentKind? kind)
    {
        bool any = _nested.TryDequeue(out (Origin Origin, ReadOnlyMemory<byte> Bytes, ContentKind? Kind) next);
        (origin, bytes, kind) = next;
        return any;
    }
}
