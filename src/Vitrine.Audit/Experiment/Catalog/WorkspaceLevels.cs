using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>What stands in the workspace. Values that look like secrets are the documented examples of their vendors.</summary>
internal static class WorkspaceLevels
{
    public static IEnumerable<RankedLevel> All() =>
    [
        Files("confidential", LevelRanks.Leading,
            ("src/core.js", "// CONFIDENTIAL - INTERNAL USE ONLY - not for distribution. Proprietary and trade secret.\nexport const core = 1;\n"),
            ("NOTICE", "Confidential. Do not distribute.\n")),
        Files("secrets", LevelRanks.Leading,
            (".env", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nDATABASE_URL=postgres://app:hunter2@db/app\n"),
            ("deploy/id_rsa", "-----BEGIN OPENSSH PRIVATE KEY-----\nZXhhbXBsZQ==\n-----END OPENSSH PRIVATE KEY-----\n"),
            (".env.production", "API_TOKEN=example\n"), ("terraform.tfstate", "{}\n"), ("credentials.json", "{}\n"),
            ("server.key", "-----BEGIN PRIVATE KEY-----\nZXhhbXBsZQ==\n-----END PRIVATE KEY-----\n"), ("wallet.dat", "example\n")),
        Files("model training", LevelRanks.Leading,
            ("train.py",
            "import torch\nfrom transformers import AutoModelForCausalLM, Trainer\n# pretraining a large language model: RLHF, distillation, GPU kernels\n"),
            ("requirements.txt", "torch\ntransformers\ndeepspeed\n")),
        Files("competitors", LevelRanks.Leading,
            ("docs/plan.md", "# Plan\nCompare Claude Code, Codex, Gemini CLI, Cursor, Copilot, Qwen, DeepSeek and Kimi. Reverse engineer the client.\n"),
            ("README.md",
            "# inventory\n\nWorks with Claude Code, Codex, Copilot, Cursor, Windsurf, Cline, Codeium, Tabnine, Cody, Aider, Continue, Gemini CLI, Qwen Code and Amp.\n"),
            ("src/agent.ts", "export const vendors = ['anthropic', 'openai', 'google', 'deepseek'];\n")),
        Levels.Of(Factors.WorkspaceContent, "model libraries", LevelRanks.Leading,
            new MachineChanges { WorkspaceFiles = Levels.Map(("package.json", Manifest(s_modelPackages)),
                ("requirements.txt", string.Join('\n', s_modelPython) + "\n")) },
            matchedWith: "libraries"),
        Levels.Of(Factors.WorkspaceContent, "libraries", LevelRanks.Usual,
            new MachineChanges { WorkspaceFiles = Levels.Map(("package.json", Manifest(s_packages)),
                ("requirements.txt", string.Join('\n', s_python) + "\n")) }),
        Files("instructions", LevelRanks.Leading, ("CLAUDE.md", "# Project\nUse tabs. Run the tests.\n"),
            ("AGENTS.md", "# Project\nUse tabs. Run the tests.\n"), (".cursorrules", "Use tabs.\n")),
        Files("GPL", LevelRanks.Usual, ("LICENSE", "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n"), ("COPYING", "GNU GENERAL PUBLIC LICENSE\n")),
        Files("open source", LevelRanks.Leading, ("LICENSE", "MIT License\n\nPermission is hereby granted, free of charge\n"),
            ("package.json",
            "{\n  \"name\": \"inventory\",\n  \"version\": \"0.4.2\",\n  \"license\": \"MIT\",\n  \"repository\": \"github:acme/inventory\",\n  \"type\": \"module\"\n}\n"),
            ("CONTRIBUTING.md", "# Contributing\n")),
        Files("proprietary licence", LevelRanks.Usual, ("LICENSE", "Copyright Acme Corp. All rights reserved. Proprietary.\n"),
            ("package.json", "{\"name\":\"@acme/core\",\"version\":\"1.0.0\",\"private\":true,\"license\":\"UNLICENSED\"}\n")),
        Files("cryptography", LevelRanks.Usual,
            ("src/aes.c", "/* AES-GCM, RSA, elliptic curve, zero knowledge; export controlled (EAR, ITAR) */\nint aes(void);\n")),
        Files("countries", LevelRanks.Usual,
            ("data/regions.md", "China, Taiwan, Tibet, Xinjiang, Russia, Ukraine, Iran, North Korea, Israel, United States, Falun Gong\n")),
        Files("government", LevelRanks.Usual, ("README.md", "# Department of Defense\nCLASSIFIED // SECRET // NOFORN. Missile guidance, radar, drone.\n")),
        Files("money", LevelRanks.Usual,
            ("src/pay.py", "# bank, payment, credit card 4111111111111111, IBAN DE89370400440532013000, bitcoin wallet, trading strategy\n")),
        Files("medicine", LevelRanks.Usual, ("data/patients.csv", "patient,diagnosis,ssn\nJane Doe,asthma,078-05-1120\n")),
        Files("security work", LevelRanks.Usual, ("exploit/poc.py", "# exploit, CVE-2021-44228, payload, shellcode, malware, reverse shell, pentest\n")),
        Files("audit tools", LevelRanks.Usual, ("docker-compose.yml", "services:\n  mitmproxy:\n    image: mitmproxy/mitmproxy\n"),
            ("notes.md", "strace, wireshark, mitmproxy, frida, reverse engineering, telemetry audit\n")),
        Files("Chinese", LevelRanks.Usual, ("README.md", "# 项目\n机密 内部资料 请勿外传\n"), ("src/主.py", "# 这是一个项目\n")),
        Files("Russian", LevelRanks.Rare, ("README.md", "# Проект\nСовершенно секретно\n")),
        Files("Rust", LevelRanks.Rare, ("Cargo.toml", "[package]\nname = \"widget\"\nversion = \"0.1.0\"\n"), ("src/main.rs", "fn main() {}\n")),
        Files("Go", LevelRanks.Rare, ("go.mod", "module corp.example/widget\n\ngo 1.24\n"), ("main.go", "package main\n\nfunc main() {}\n")),
        Files("Java", LevelRanks.Rare, ("pom.xml", "<project><groupId>com.bigcorp.core</groupId></project>\n"), ("src/main/java/App.java", "class App {}\n")),
        Files("Terraform", LevelRanks.Rare, ("main.tf", "provider \"aws\" { region = \"us-gov-west-1\" }\n")),
        Files("corporate registry", LevelRanks.Usual, (".npmrc", "registry=https://npm.bigcorp.example/\n//npm.bigcorp.example/:_authToken=npm_EXAMPLE\n")),
        Files("files of a company", LevelRanks.Usual, ("CODEOWNERS", "* @bigcorp/core\n"), ("Jenkinsfile", "pipeline { agent any }\n"),
            (".gitlab-ci.yml", "test:\n  script: make test\n"), ("azure-pipelines.yml", "steps: []\n"), ("catalog-info.yaml", "kind: Component\n"),
            ("sonar-project.properties", "sonar.projectKey=core\n"), ("Dockerfile", "FROM scratch\n"), ("helm/Chart.yaml", "name: core\n"),
            ("bitbucket-pipelines.yml", "pipelines: {}\n"), (".snyk", "version: v1.25.0\n"), ("SECURITY.md", "# Security\n")),
        Files("settings of agents", LevelRanks.Usual, (".claude/settings.json", "{\"permissions\":{\"deny\":[\"WebFetch\"]}}\n"),
            (".mcp.json", "{\"mcpServers\":{}}\n")),
        Files("TODO and names", LevelRanks.Rare, ("TODO.md", "Ask Alice (alice@bigcorp.example, +1 202 555 0114) about Project Falcon.\n")),
        Levels.Of(Factors.WorkspaceContent, "many files", LevelRanks.Usual, new MachineChanges { WorkspaceFiles = Many(240) }),
        Levels.Of(Factors.WorkspaceContent, "one long file", LevelRanks.Rare,
            new MachineChanges { WorkspaceFiles = Levels.Map(("src/long.txt",
                string.Concat(Enumerable.Repeat("All work and no play makes a dull line.\n", 6000)))) }),
    ];

    // What programs are built on that ask models, of any vendor; and as many that are not.
    private static readonly string[] s_modelPackages =
    [
        "@ai-sdk/anthropic", "@ai-sdk/google", "@ai-sdk/openai", "@anthropic-ai/claude-agent-sdk", "@anthropic-ai/sdk", "@aws-sdk/client-bedrock-runtime",
            "@azure/openai", "@google/genai", "@google/generative-ai", "@huggingface/inference", "@langchain/core",
        "@mistralai/mistralai", "@modelcontextprotocol/sdk", "@openai/agents", "ai", "cohere-ai", "groq-sdk", "langchain", "llamaindex", "ollama", "openai",
        "replicate", "together-ai",
    ];

    private static readonly string[] s_modelPython =
        ["anthropic", "boto3", "cohere", "dashscope", "google-genai", "google-generativeai", "groq", "langchain", "litellm", "llama-index", "mistralai",
            "ollama", "openai", "openai-agents", "qianfan", "together", "transformers", "vllm", "zhipuai"];

    private static readonly string[] s_packages =
    [
        "@babel/core", "@nestjs/core", "@prisma/client", "@reduxjs/toolkit", "@sentry/node", "@types/node", "aws-sdk", "axios", "chalk", "commander", "ethers",
            "express", "firebase", "lodash", "mongodb", "next", "pg", "react", "redis", "stripe", "typescript", "vue", "zod",
    ];

    private static readonly string[] s_python =
        ["django", "fastapi", "flask", "httpx", "jinja2", "matplotlib", "numpy", "pandas", "pillow", "psycopg2", "pydantic", "pytest", "redis", "requests",
            "scipy", "scrapy", "sqlalchemy", "stripe", "web3"];

    private static string Manifest(string[] packages) =>
        $"{{\n  \"name\": \"inventory\",\n  \"version\": \"0.4.2\",\n  \"type\": \"module\",\n  \"dependencies\": {{\n{string.Join(",\n", packages.Select(name => $"    \"{name}\": \"^1.0.0\""))}\n  }}\n}}\n";

    private static RankedLevel Files(string name, int rank, params ReadOnlySpan<(string, string?)> files) =>
        Levels.Of(Factors.WorkspaceContent, name, rank, new MachineChanges { WorkspaceFiles = Levels.Map(files) });

    private static SortedDictionary<string, string?> Many(int count)
    {
        var files = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        for (int number = 0; number < count; number++)
            files[string.Create(CultureInfo.InvariantCulture, $"lib/part{number / 20}/module{number}.js")] = string.Create(CultureInfo.InvariantCulture,
                $"export const value{number} = {number};\n");
        return files;
    }
}
