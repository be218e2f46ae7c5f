using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.OpenAIResponses;

/// <summary>Reads the tools of a Responses request; a namespace is a tool that holds tools.</summary>
internal static class ResponsesTools
{
    /// <summary>The tools of <paramref name="tools"/>, those of a namespace in its place.</summary>
    public static IEnumerable<ModelTool> Read(JsonElement tools)
    {
        foreach (JsonElement tool in tools.Items())
        {
            if (tool.GetText("type") != "namespace")
            {
                yield return ReadOne(tool, null);
                continue;
            }

            // Namespaces do not nest: one inside another would be read as a hosted tool, which nothing calls.
            string? name = tool.GetText("name");
            foreach (JsonElement inner in tool.Get("tools").Items())
                yield return ReadOne(inner, name);
        }
    }

    private static ModelTool ReadOne(JsonElement tool, string? space)
    {
        string name = tool.GetText("name") ?? "";
        string description = tool.GetText("description") ?? "";
        return tool.GetText("type") switch
        {
            "function" => new(name, description, ModelToolKind.Function, tool.Get("parameters"), space),
            "custom" => new(name, description, ModelToolKind.Custom, default, space),
            "local_shell" => new("local_shell", description, ModelToolKind.LocalShell, default),
            _ => new(name, description, ModelToolKind.Hosted, default, space),
        };
    }
}
