using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>One file while it is read: whose it is, what it is called in messages, and what is wrong with it.</summary>
internal sealed class PolicyReading(PolicyRank rank, string file, string source)
{
    private const int MostProblems = 100;
    private readonly List<PolicyProblem> _problems = [];

    public PolicyRank Rank => rank;

    /// <summary>Where the layer is, such as <c>project vitrine.yaml</c>.</summary>
    public string Source => source;

    public IReadOnlyList<PolicyProblem> Problems => _problems;

    /// <summary>Where a node stands, such as <c>project vitrine.yaml:12</c>.</summary>
    public string OriginOf(ProfileNode node) => FormattableString.Invariant($"{source}:{node.Line}");

    public void Add(ProfileNode node, string message, string hint = "") => Add(node.Line, node.Column, message, hint);

    public void Add(long line, long column, string message, string hint)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new PolicyProblem(file, line, column, message, hint));
    }

    /// <summary>Adds a problem where a value was wanted.</summary>
    public T? Add<T>(ProfileNode node, string message, string hint = "")
    {
        Add(node, message, hint);
        return default;
    }
}
