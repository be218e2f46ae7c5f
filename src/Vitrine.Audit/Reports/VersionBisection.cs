using System.Text.Json.Serialization;

namespace Vitrine.Audit.Reports;

/// <summary>What is known of a version.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VersionState>))]
public enum VersionState
{
    /// <summary>It could not be audited, or its audit was not finished.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The finding is not there.</summary>
    [JsonStringEnumMemberName("unaffected")]
    Unaffected,

    /// <summary>The finding is there.</summary>
    [JsonStringEnumMemberName("affected")]
    Affected,
}

/// <summary>A version that was tested.</summary>
/// <param name="Version">Which.</param>
/// <param name="State">What came out.</param>
public sealed record TestedVersion(string Version, VersionState State);

/// <summary>What a bisection found out.</summary>
/// <param name="First">The first version that is affected; null for none.</param>
/// <param name="Last">The last one.</param>
/// <param name="Tested">Each version that was tested, in the order of versions.</param>
public sealed record BisectedVersions(string? First, string? Last, IReadOnlyList<TestedVersion> Tested)
{
    /// <summary>Versions next to the first or last affected one that could not be tested: the behaviour may have begun, or ended, there.</summary>
    public IReadOnlyList<string> Doubtful { get; init; } = [];
}

/// <summary>
/// Finds the first and the last version with a behaviour by halving. It supposes that the affected versions follow one another; where both ends are alike it
/// cannot know more than what it tested.
/// </summary>
public sealed class VersionBisection
{
    private readonly IReadOnlyList<string> _versions;
    private readonly Func<string, CancellationToken, Task<VersionState>> _test;
    private readonly Dictionary<int, VersionState> _known = [];

    private VersionBisection(IReadOnlyList<string> versions, Func<string, CancellationToken, Task<VersionState>> test) => (_versions, _test) = (versions, test);

    /// <summary>Bisects.</summary>
    /// <param name="versions">All versions of the range, the oldest first; at least one.</param>
    /// <param name="test">Tests one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<BisectedVersions> RunAsync(IReadOnlyList<string> versions, Func<string, CancellationToken, Task<VersionState>> test,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(versions);
        if (versions.Count == 0)
            throw new ArgumentException("There is no version to test.", nameof(versions));
        return new VersionBisection(versions, test).RunAsync(cancellationToken);
    }

    private async Task<BisectedVersions> RunAsync(CancellationToken cancellationToken)
    {
        int last = _versions.Count - 1;
        await TestAsync(0, cancellationToken).ConfigureAwait(false);
        await TestAsync(last, cancellationToken).ConfigureAwait(false);
        int? inside = await AnyAffectedAsync(cancellationToken).ConfigureAwait(false);
        if (inside is not { } affected)
            return Result(null, null);
        int first = await EdgeAsync(affected, 0, cancellationToken).ConfigureAwait(false);
        int end = await EdgeAsync(affected, last, cancellationToken).ConfigureAwait(false);
        return Result(first, end);
    }

    // Midpoints of ever smaller parts, until one is affected: nobody knows where in between a behaviour came and went.
    private async Task<int?> AnyAffectedAsync(CancellationToken cancellationToken)
    {
        foreach (int end in (int[])[_versions.Count - 1, 0])
            if (_known[end] == VersionState.Affected)
                return end;
        var parts = new Queue<(int From, int To)>([(0, _versions.Count - 1)]);
        while (parts.TryDequeue(out (int From, int To) part))
        {
            int middle = part.From + (part.To - part.From) / 2;
            if (await TestAsync(middle, cancellationToken).ConfigureAwait(false) == VersionState.Affected)
                return middle;
            if (part.To - middle > 1)
                parts.Enqueue((middle, part.To));
            if (middle - part.From > 1)
                parts.Enqueue((part.From, middle));
        }

        return null;
    }

    // The affected version that is nearest to an end of the range.
    private async Task<int> EdgeAsync(int affected, int end, CancellationToken cancellationToken)
    {
        if (_known.GetValueOrDefault(end) == VersionState.Affected)
            return end;
        int good = affected, bad = end;
        while (Math.Abs(bad - good) > 1)
        {
            int middle = (good + bad) / 2;
            int step = Math.Sign(bad - good);
            // One that cannot be tested says nothing: the next towards the end is taken in its stead.
            int at = middle;
            while (at != bad && await TestAsync(at, cancellationToken).ConfigureAwait(false) == VersionState.Unknown)
                at += step;
            if (at == bad)
                bad = middle;
            else if (_known[at] == VersionState.Affected)
                good = at;
            else
                bad = at;
        }

        return good;
    }

    private async Task<VersionState> TestAsync(int index, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_known.TryGetValue(index, out VersionState state))
            _known[index] = state = await _test(_versions[index], cancellationToken).ConfigureAwait(false);
        return state;
    }

    private BisectedVersions Result(int? first, int? last) => new(
        first is { } from ? _versions[from] : null,
        last is { } to ? _versions[to] : null,
        [.. _known.OrderBy(pair => pair.Key).Select(pair => new TestedVersion(_versions[pair.Key], pair.Value))])
    {
        Doubtful = [.. _known.Where(pair => pair.Value == VersionState.Unknown
            && (pair.Key == first - 1 || pair.Key == last + 1)).Select(pair => _versions[pair.Key])],
    };
}
