using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Running;
using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>
/// Finds out by running what a target speaks to its model: by the path of the request that it makes. A guess of the reading is tried first; where that is
/// wrong, or there is none, the variables of all protocols are set at once.
/// </summary>
public static class ProtocolProbe
{
    private const int LongestWord = 200;

    /// <summary>Runs one session or two.</summary>
    /// <param name="start">How it is started, as far as the reading tells.</param>
    /// <param name="isTold">Whether a person said what it speaks; that stands, whatever is seen.</param>
    /// <param name="harvest">What the reading found.</param>
    /// <param name="run">Runs a session.</param>
    /// <returns>How it is started, and speaks.</returns>
    /// <exception cref="TargetException">It asked no model.</exception>
    public static async Task<TargetStart> RunAsync(TargetStart start, bool isTold, Harvest harvest, Func<TargetStart, Task<Capture>> run)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(harvest);
        ArgumentNullException.ThrowIfNull(run);
        Capture capture = await run(start).ConfigureAwait(false);
        AgentProtocol? spoken = Spoken(capture);
        if (spoken is null && !isTold && start.Profile is null && start.Protocol != AgentProtocol.Unknown)
        {
            capture = await run(TargetResolver.Speaking(start, AgentProtocol.Unknown, harvest)).ConfigureAwait(false);
            spoken = Spoken(capture);
        }

        if (isTold)
            return spoken is not null ? start : start with { Remarks = [.. start.Remarks, "in its ordinary surroundings it asked no model: " + Why(capture)] };
        if (spoken is not { } protocol)
            throw new TargetException($"{start.Name} was started and asked no model: {Why(capture)}.", Hint(start));
        return protocol == start.Protocol
            ? start
            : start.Profile is not null
                ? start with { Protocol = protocol }
                : TargetResolver.Speaking(start, protocol, harvest);
    }

    /// <summary>The protocol of most of a session's requests to the model; null where there are none.</summary>
    internal static AgentProtocol? Spoken(Capture capture) => capture.Exchanges
        .Where(exchange => exchange is { IsModel: true, Method: "POST" })
        .Select(exchange => ModelPath.Tell(exchange.Target))
        .OfType<AgentProtocol>()
        .GroupBy(protocol => protocol)
        .OrderByDescending(group => group.Count())
        .Select(group => (AgentProtocol?)group.Key)
        .FirstOrDefault();

    private static string Hint(TargetStart start)
    {
        string hint = start.Profile is null
            ? "--protocol says what it speaks, --profile how it is started"
            : $"see whether the profile {start.Profile.Agent.Name} fits this version; --profile names another";
        return start.Node.Length > 0 ? $"{hint}; it asks for Node.js {Printable(start.Node)}" : hint;
    }

    private static string Why(Capture capture)
    {
        string end = capture.Unseen.FirstOrDefault(text => text.StartsWith(Capture.Ended, StringComparison.Ordinal)) is { } ended
            ? ended[Capture.Ended.Length..]
            : $"it ended with status {capture.ExitStatus}";
        byte[] said = (capture.Error.Length > 0 ? capture.Error : capture.Output).Unpack();
        string? last = Encoding.UTF8.GetString(said).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return last is null ? end : $"{end} and said: {Printable(last)}";
    }

    private static string Printable(string text) => new([.. text.Take(LongestWord).Select(one => char.IsControl(one) ? '\uFFFD' : one)]);
}
