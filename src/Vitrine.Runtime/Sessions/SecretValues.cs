using Vitrine.Core.Model;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// A recorder that keeps the values of the variables that the person passed into the box out of what is written in clear: command lines, URLs, headers. A
/// program that puts a token into its arguments is then recorded with the variable's name in its place. Bodies are encrypted and stay as they are.
/// </summary>
internal sealed class SecretValues : IRecorder
{
    // A shorter value would be found where it is none.
    private const int Shortest = 8;
    private readonly IRecorder _recorder;
    private readonly (string Name, string Value)[] _values;

    private SecretValues(IRecorder recorder, (string Name, string Value)[] values) => (_recorder, _values) = (recorder, values);

    /// <summary>The recorder itself where there is nothing to keep out.</summary>
    public static IRecorder Keep(SessionPlan plan, IRecorder recorder)
    {
        var values = new List<(string Name, string Value)>();
        foreach (string name in plan.EnvironmentNames)
            Add(values, name, Environment.GetEnvironmentVariable(name));
        foreach ((string name, string value) in plan.Environment)
            if (IsKey(name))
                Add(values, name, value);
        if (values.Count == 0)
            return recorder;

        // The longest first: one value may be the beginning of another.
        values.Sort(static (a, b) => b.Value.Length.CompareTo(a.Value.Length));
        return new SecretValues(recorder, [.. values]);
    }

    private static void Add(List<(string Name, string Value)> values, string name, string? value)
    {
        if (value is { Length: >= Shortest })
            values.Add((name, value));
    }

    /// <inheritdoc/>
    public void Record(Observation observation) => _recorder.Record(Clean(observation));

    /// <inheritdoc/>
    public ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken) =>
        _recorder.RecordDurablyAsync([.. observations.Select(Clean)], cancellationToken);

    /// <inheritdoc/>
    public IPayloadWriter CreatePayload() => _recorder.CreatePayload();

    private Observation Clean(Observation observation) => observation switch
    {
        SessionStarted started => started with { Command = Clean(started.Command) },
        ProgramRun run => run with { Arguments = Clean(run.Arguments) },
        RequestStarted request => request with { Url = Clean(request.Url), Headers = Clean(request.Headers) },
        RequestEnded request => request with { Headers = Clean(request.Headers) },
        PolicyDecided decided => decided with
        {
            What = Clean(decided.What),
            Decision = decided.Decision with { Hint = decided.Decision.Hint is { } hint ? Clean(hint) : null }
        },
        PolicyChanged changed => changed with { Rule = Clean(changed.Rule) },
        CallRefused refused => refused with { Detail = Clean(refused.Detail) },
        NameLookedUp name => name with { Name = Clean(name.Name) },
        _ => observation,
    };

    private string[] Clean(IReadOnlyList<string> texts) => [.. texts.Select(Clean)];

    private HeaderField[] Clean(IReadOnlyList<HeaderField> fields) => [.. fields.Select(field => field with { Value = Clean(field.Value) })];

    private string Clean(string text)
    {
        foreach ((string name, string value) in _values)
            if (text.Contains(value, StringComparison.Ordinal))
                text = text.Replace(value, $"[value of {name}]", StringComparison.Ordinal);
        return text;
    }

    private static bool IsKey(string name) => name.EndsWith("_KEY", StringComparison.Ordinal) || name.EndsWith("_TOKEN", StringComparison.Ordinal);
}
