using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>A node on one line, as a person could write it.</summary>
internal static class NodeText
{
    private const int Longest = 400;

    public static string Of(ProfileNode node)
    {
        string text = Write(node);
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
    }

    private static string Write(ProfileNode node) => node switch
    {
        ScalarNode scalar => PolicyText.Quote(scalar.Text),
        ListNode list => $"[{string.Join(", ", list.Items.Select(Write))}]",
        MapNode map => $"{{ {string.Join(", ", map.Items.Select(item => $"{PolicyText.Quote(item.Key.Text)}: {Write(item.Value)}"))} }}",
        _ => throw new ArgumentException("A node is a text, a list or a mapping.", nameof(node)),
    };
}
